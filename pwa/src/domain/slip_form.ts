/** The slip that a clerk copies from a device's printout, and when the paper was received. */

import { parseDay } from "./dates.ts";
import type { FieldFault, Typed } from "./incoming_form.ts";
import { makeSlip, parseSlip } from "./slip.ts";
import { mend } from "./text.ts";
import type { Day } from "./wire.gen.ts";

export interface SlipRead {
  /** As it is printed; "" for none. */
  readonly slip: string;
  /** The instant of reception (RFC 3339, UTC); "" where nothing was typed. */
  readonly captured_at: string;
  readonly faults: readonly FieldFault[];
}

/** The fields, in the order of the form. */
export const SLIP_FIELDS = ["slip", "captured_day", "captured_time"] as const;

const TIME = /^(\d{1,2})\s*[:hg.]\s*(\d{2})$|^(\d{2})(\d{2})$/i;

/** Return the slip and its time; a time without a day is of `today`. */
export function readSlip(typed: Typed, today: Day): SlipRead {
  const [slip, day, time] = SLIP_FIELDS.map((field) => mend(typed[field] ?? "")) as [
    string,
    string,
    string,
  ];
  if (slip + day + time === "") return { slip: "", captured_at: "", faults: [] };
  const faults: FieldFault[] = [];
  const read = parseSlip(slip);
  if (slip === "") faults.push({ field: "slip", why: "required" });
  else if (!read) faults.push({ field: "slip", why: "not_a_slip" });
  const meant = parseDay(day, { today, lean: "past" });
  if (meant.kind !== "day" && meant.kind !== "empty")
    faults.push({ field: "captured_day", why: "not_a_day", day: meant });
  const clock = parseTime(time);
  if (time !== "" && clock === null) faults.push({ field: "captured_time", why: "not_a_time" });
  if (time === "" && day !== "") faults.push({ field: "captured_time", why: "required" });
  const on = meant.kind === "day" ? meant.day : today;
  return {
    slip: (read && makeSlip(read)) ?? "",
    captured_at: clock === null ? "" : new Date(`${on}T${clock}:00+07:00`).toISOString(),
    faults,
  };
}

/** Return "14:05" for "14:05", "14h05" or "1405"; null for what is no time of a day. */
export function parseTime(typed: string): string | null {
  const [found, hour, minute, hours, minutes] = TIME.exec(typed.trim()) ?? [];
  if (found === undefined) return null;
  const clock = { hour: Number(hour ?? hours), minute: Number(minute ?? minutes) };
  if (clock.hour > 23 || clock.minute > 59) return null;
  return `${String(clock.hour).padStart(2, "0")}:${String(clock.minute).padStart(2, "0")}`;
}
