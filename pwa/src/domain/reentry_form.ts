/** An issued document whose content was lost, entered again from its paper. */

import { parseDay } from "./dates.ts";
import type { FieldFault, Typed } from "./incoming_form.ts";
import { mend } from "./text.ts";
import type { Day, ReenterOutgoing } from "./wire.gen.ts";

/** Which number of which register is entered again. */
export interface NumberKey {
  readonly book: string;
  readonly year: number;
  readonly number: number;
}

export interface ReentryRead {
  readonly document: Omit<ReenterOutgoing, "files">;
  readonly faults: readonly FieldFault[];
}

const REQUIRED = ["symbol", "type_name", "subject", "signer_name"] as const;

/** Return the document, and what must be mended before it can be sent. */
export function readReentry(typed: Typed, { year, number }: NumberKey, today: Day): ReentryRead {
  const text = (field: string) => mend(typed[field] ?? "");
  const faults: FieldFault[] = REQUIRED.filter((field) => text(field) === "").map((field) => ({
    field,
    why: "required",
  }));
  const issued = readNeededDay("issued_date", text("issued_date"), today);
  faults.push(...issued.faults);
  const document = {
    year,
    number,
    issued_date: issued.day,
    symbol: text("symbol"),
    type_name: text("type_name"),
    subject: text("subject"),
    signer_name: text("signer_name"),
    recipients: text("recipients"),
  };
  return { document, faults };
}

/** Return the past day that `field` must hold; "" with its fault where it does not. */
export function readNeededDay(
  field: string,
  typed: string,
  today: Day,
): { readonly day: Day; readonly faults: readonly FieldFault[] } {
  const meant = parseDay(mend(typed), { today, lean: "past" });
  if (meant.kind === "day") return { day: meant.day, faults: [] };
  if (meant.kind === "empty") return { day: "", faults: [{ field, why: "required" }] };
  return { day: "", faults: [{ field, why: "not_a_day", day: meant }] };
}

/** Return "den-2026-153", the part of an address that names a number or, without it, a register. */
export function writeKey({ book, year, number }: NumberKey): string {
  return [book, year, ...(number > 0 ? [number] : [])].join("-");
}

/** Return the number that `id` names, 0 for a whole register; null for another text. */
export function readKey(id: string): NumberKey | null {
  const [found, book = "", year, number] = /^([a-z]+)-(\d{4})(?:-(\d{1,9}))?$/.exec(id) ?? [];
  return found === undefined ? null : { book, year: Number(year), number: Number(number ?? 0) };
}
