/** What was typed about a copy (bản sao y, sao lục, trích sao), read into the wire's message. */

import type { FieldFault, Typed } from "./incoming_form.ts";
import { mend } from "./text.ts";
import type { NumberCopy } from "./wire.gen.ts";

export interface CopyRead {
  readonly copy: NumberCopy;
  readonly faults: readonly FieldFault[];
}

const REQUIRED = ["source", "source_symbol", "subject"] as const;
const KINDS = ["SY", "SL", "TrS"] as const;

/** Return the message, and what must be mended before it can be sent. */
export function readCopy(typed: Typed): CopyRead {
  const text = (field: string) => mend(typed[field] ?? "");
  const faults: FieldFault[] = REQUIRED.filter((field) => text(field) === "").map((field) => ({
    field,
    why: "required",
  }));
  const copies = text("copies") || "1";
  if (!/^[1-9]\d{0,3}$/.test(copies)) faults.push({ field: "copies", why: "not_a_number" });
  const copy: NumberCopy = {
    source: text("source"),
    source_symbol: text("source_symbol"),
    subject: text("subject"),
    kind: KINDS.find((kind) => kind === text("kind")) ?? "SY",
    copies: Number(copies),
  };
  return { copy, faults };
}
