/** What was typed into the form of a draft, read into the fields of the wire. */

import { parseDay } from "./dates.ts";
import { type FieldFault, LANGUAGE, type Typed } from "./incoming_form.ts";
import { fold, mend } from "./text.ts";
import type { Day, OutgoingFields, Recipient } from "./wire.gen.ts";

export interface DraftContext {
  readonly today: Day;
  /** Receivers through the hub that were ticked. */
  readonly ticked: readonly Recipient[];
  /** What the form does not show and an earlier version holds. */
  readonly kept: Partial<OutgoingFields>;
}

export interface DraftRead {
  readonly fields: OutgoingFields;
  readonly faults: readonly FieldFault[];
}

const REQUIRED = ["type_name", "notation", "subject", "body", "signer"] as const;

/** Return the fields, and what must be mended before they can be sent. */
export function readDraft(typed: Typed, { today, ticked, kept }: DraftContext): DraftRead {
  const text = (field: string) => mend(typed[field] ?? "");
  const faults: FieldFault[] = REQUIRED.filter((field) => text(field) === "").map((field) => ({
    field,
    why: "required",
  }));
  const due = parseDay(text("due_date"), { today, lean: "future" });
  if (due.kind !== "day" && due.kind !== "empty")
    faults.push({ field: "due_date", why: "not_a_day", day: due });
  const fields: OutgoingFields = {
    issued_amount: null,
    answers: "",
    description: "",
    secrecy_mark: "",
    signer_name: "",
    language: LANGUAGE,
    ...kept,
    type_name: text("type_name"),
    notation: text("notation"),
    subject: text("subject"),
    body: lines(text("body")),
    recipients: [...ticked, ...lines(text("paper")).map((name) => ({ name, organ: "" }))],
    signer: text("signer"),
    place_name: text("place_name"),
    keep: text("keep"),
    signer_capacity: text("signer_capacity"),
    signer_position: text("signer_position"),
    urgency: Number(text("urgency") || 0),
    due_date: due.kind === "day" ? due.day : null,
  };
  return { fields, faults };
}

/** Return the form's texts for a draft that exists. */
export function typedDraft(fields: OutgoingFields, showDay: (day: Day) => string): Typed {
  const ticked = fields.recipients
    .filter(({ organ }) => organ !== "")
    .map(({ organ }) => [`to:${organ}`, "on"] as const);
  return {
    ...Object.fromEntries(ticked),
    type_name: fields.type_name,
    notation: fields.notation,
    subject: fields.subject,
    body: fields.body.join("\n"),
    paper: fields.recipients
      .filter(({ organ }) => organ === "")
      .map(({ name }) => name)
      .join("\n"),
    signer: fields.signer,
    place_name: fields.place_name,
    keep: fields.keep,
    signer_capacity: fields.signer_capacity,
    signer_position: fields.signer_position,
    urgency: String(fields.urgency),
    due_date: fields.due_date ? showDay(fields.due_date) : "",
  };
}

/** What the organs of a commune call themselves: full name, short form in a notation. */
const KINDS: readonly (readonly [name: string, short: string])[] = [
  ["Ủy ban nhân dân", "UBND"],
  ["Hội đồng nhân dân", "HĐND"],
];

/** Return how an organ calls itself in a notation: "UBND", "HĐND", else its initials. */
export function organShort(name: string): string {
  const words = mend(name).split(" ");
  const letters = words.map((word) => word.slice(0, 1).toLocaleUpperCase("vi")).join("");
  return kindOf(name)?.[1] ?? letters;
}

/** Return the authority a leader signs with for a collective organ (NĐ 30/2020 Phụ lục I II.7). */
export function capacityOf(name: string): string {
  const kind = kindOf(name);
  return kind ? `TM. ${kind[0].toLocaleUpperCase("vi")}` : "";
}

/** Return where an organ signs: "Ủy ban nhân dân xã An Phú" at "An Phú". */
export function placeOf(name: string): string {
  return mend(name).replace(/^.*?(?:xã|phường|thị trấn|đặc khu)\s+/iu, "");
}

function kindOf(name: string): readonly [name: string, short: string] | undefined {
  return KINDS.find(([kind]) => fold(name).startsWith(fold(kind)));
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
