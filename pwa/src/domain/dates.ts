/**
 * Days as a clerk types them and as people read them.
 *
 * 1. `8/4`, `8-4`, `8.4`, `0804`, `080426`, `08042026`, `8/4/26` and `8/4/2026` are days.
 * 2. Without a year, the day leans: an issued date to the nearest past, a due date to the
 *    nearest future. The screen echoes the whole date, so nothing is guessed silently.
 * 3. A day that does not exist is named as such, never moved to another day.
 * 4. On the wire a day is ISO 8601 in Vietnam's zone; on screens dd/mm/yyyy.
 */

import type { Day } from "./wire.gen.ts";

export type Lean = "past" | "future";

/** What the typed text means. `last` is the last day that the month has. */
export type TypedDay =
  | { readonly kind: "empty" }
  | { readonly kind: "day"; readonly day: Day }
  | { readonly kind: "unreadable" }
  | { readonly kind: "no_such_month"; readonly month: number }
  | {
      readonly kind: "no_such_day";
      readonly day: number;
      readonly month: number;
      readonly year: number;
      readonly last: number;
    };

interface Parts {
  readonly day: number;
  readonly month: number;
  readonly year: number | null;
}

const SEPARATED = /^(\d{1,2})[/\-. ](\d{1,2})(?:[/\-. ](\d{2}|\d{4}))?$/;
const PACKED = /^(\d{2})(\d{2})(\d{2}|\d{4})?$/;
const CENTURY = 2000;

/** Return what `typed` means; `today` fills a missing year. */
export function parseDay(typed: string, { today, lean }: { today: Day; lean: Lean }): TypedDay {
  const text = typed.trim();
  if (text === "") return { kind: "empty" };
  const parts = split(text);
  if (!parts) return { kind: "unreadable" };
  if (parts.month < 1 || parts.month > 12) return { kind: "no_such_month", month: parts.month };
  const year = parts.year ?? leaningYear(parts, { today, lean });
  const last = daysInMonth(year, parts.month);
  const { day, month } = parts;
  if (day < 1 || day > last) return { kind: "no_such_day", day, month, year, last };
  return { kind: "day", day: isoDay(year, month, day) };
}

/** Return "08/04/2026" for "2026-04-08". */
export function showDay(day: Day): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return `${date}/${month}/${year}`;
}

/** Return 0 for Sunday to 6 for Saturday. */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function split(text: string): Parts | null {
  const found = SEPARATED.exec(text) ?? PACKED.exec(text);
  if (!found) return null;
  const [, day = "", month = "", year] = found;
  return { day: Number(day), month: Number(month), year: year ? fullYear(year) : null };
}

function fullYear(digits: string): number {
  return digits.length === 2 ? CENTURY + Number(digits) : Number(digits);
}

function leaningYear(parts: Parts, { today, lean }: { today: Day; lean: Lean }): number {
  const year = Number(today.slice(0, 4));
  const here = isoDay(year, parts.month, parts.day);
  if (lean === "past") return here > today ? year - 1 : year;
  return here < today ? year + 1 : year;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isoDay(year: number, month: number, day: number): Day {
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
