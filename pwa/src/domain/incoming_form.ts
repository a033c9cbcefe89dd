/** What a clerk typed into the registration form, read into the fields of the wire. */

import { type Lean, parseDay, type TypedDay } from "./dates.ts";
import { splitSymbol } from "./symbol.ts";
import { mend } from "./text.ts";
import type { Day, IncomingFields } from "./wire.gen.ts";

/** The typed texts by field name; a missing one counts as empty. */
export type Typed = Readonly<Record<string, string>>;

/** Why a field cannot be sent; the node judges the rest. */
export type FieldFault =
  | {
      readonly field: string;
      readonly why: "required" | "not_a_number" | "not_a_slip" | "not_a_time";
    }
  | {
      readonly field: string;
      readonly why: "not_a_day";
      readonly day: Exclude<TypedDay, { kind: "day" } | { kind: "empty" }>;
    };

export interface Read {
  readonly fields: IncomingFields;
  readonly faults: readonly FieldFault[];
}

export const LANGUAGE = "Tiếng Việt";
const SOURCE = "giay";

/** Return the fields, and what must be mended before they can be sent. */
export function readIncoming(typed: Typed, today: Day): Read {
  const faults: FieldFault[] = [];
  const text = (field: string) => mend(typed[field] ?? "");
  const needed = (field: string) => {
    const value = text(field);
    if (value === "") faults.push({ field, why: "required" });
    return value;
  };
  const day = (field: string, lean: Lean) => {
    const meant = parseDay(text(field), { today, lean });
    if (meant.kind === "day") return meant.day;
    if (meant.kind !== "empty") faults.push({ field, why: "not_a_day", day: meant });
    return null;
  };
  const amount = (field: string) => {
    const value = text(field);
    if (/^\d*$/.test(value)) return value === "" ? null : Number(value);
    faults.push({ field, why: "not_a_number" });
    return null;
  };
  const { number, notation } = splitSymbol(text("symbol"));
  const fields: IncomingFields = {
    organ_name: needed("organ_name"),
    code_number: number,
    code_notation: notation,
    issued_date: day("issued_date", "past"),
    type_name: text("type_name"),
    subject: needed("subject"),
    to_places: text("to_places"),
    urgency: Number(text("urgency") || 0),
    due_date: day("due_date", "future"),
    secrecy_mark: text("secrecy_mark"),
    description: text("description"),
    source: text("source") || SOURCE,
    page_amount: amount("page_amount"),
    language: text("language") || LANGUAGE,
    signer_name: text("signer_name"),
    signer_position: text("signer_position"),
    file_organ_id: text("file_organ_id"),
    file_catalog: amount("file_catalog"),
    file_notation: text("file_notation"),
    doc_ordinal: amount("doc_ordinal"),
  };
  return { fields, faults };
}

/** What F4 repeats: what documents of one batch share, never số, trích yếu or files. */
const REPEATED = [
  "organ_name",
  "issued_date",
  "type_name",
  "to_places",
  "urgency",
  "due_date",
  "source",
  "language",
  "signer_name",
  "signer_position",
];

/** Return the values that a form takes over from the entry before. */
export function repeated(previous: Typed): Typed {
  const kept = REPEATED.map((field) => [field, previous[field] ?? ""] as const);
  const { notation } = splitSymbol(previous["symbol"] ?? "");
  return { ...Object.fromEntries(kept), symbol: numberless(notation) };
}

/** Return a notation as it waits for the number to be typed before it. */
function numberless(notation: string): string {
  return notation === "" || notation.startsWith("-") ? notation : `/${notation}`;
}
