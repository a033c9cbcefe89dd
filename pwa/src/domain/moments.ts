/** Instants of the wire (RFC 3339, UTC) as people in Vietnam read them (UTC+7, no summer time). */

import type { Day } from "./wire.gen.ts";

const VIETNAM_MS = 7 * 3600 * 1000;

/** Return the day in Vietnam at `instant`. */
export function dayOf(instant: string): Day {
  return local(instant).slice(0, 10);
}

/** Return "14:05" if that is `today`, else "19/11 14:05", in another year "19/11/2025 14:05". */
export function showMoment(instant: string, today: Day): string {
  const there = local(instant);
  const time = there.slice(11, 16);
  const day = there.slice(0, 10);
  if (day === today) return time;
  const [year = "", month = "", date = ""] = day.split("-");
  const shown = year === today.slice(0, 4) ? `${date}/${month}` : `${date}/${month}/${year}`;
  return `${shown} ${time}`;
}

/** Return the whole minutes from `instant` to `now`, never below 0. */
export function minutesSince(instant: string, now: string): number {
  return Math.max(0, Math.floor((Date.parse(now) - Date.parse(instant)) / 60_000));
}

function local(instant: string): string {
  return new Date(Date.parse(instant) + VIETNAM_MS).toISOString();
}
