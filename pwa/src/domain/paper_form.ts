/** The last numbers on paper as a person typed them, read into the answer of the wire. */

import type { Typed } from "./incoming_form.ts";
import { mend } from "./text.ts";
import type { PaperAsked, PaperSaid } from "./wire.gen.ts";

export interface PaperRead {
  readonly said: readonly PaperSaid[];
  /** By field, in the order of the form. */
  readonly faults: readonly (readonly [field: string, why: "required" | "not_a_number"])[];
}

/** Return the field of the number of the register at `place`. */
export function paperField(place: number): string {
  return `paper-${place}`;
}

/** Return the field that says that nobody knows it. */
export function unknownField(place: number): string {
  return `unknown-${place}`;
}

/** Return what was said of each register; `typed` holds a key of unknownField only if ticked. */
export function readPaper(asked: readonly PaperAsked[], typed: Typed): PaperRead {
  const faults: (readonly [string, "required" | "not_a_number"])[] = [];
  const said = asked.map((register, place) => {
    const field = paperField(place);
    const value = mend(typed[field] ?? "");
    if (unknownField(place) in typed) return answer(register, null);
    if (value === "") faults.push([field, "required"]);
    else if (!/^\d{1,9}$/.test(value)) faults.push([field, "not_a_number"]);
    return answer(register, Number(value));
  });
  return { said, faults };
}

/** Return the answer that what this machine knows is what stands on paper. */
export function confirmed(asked: readonly PaperAsked[]): readonly PaperSaid[] {
  return asked.map((register) => answer(register, register.mark));
}

function answer({ organ, book, year }: PaperAsked, number: number | null): PaperSaid {
  return { organ, book, year, number };
}
