/** Faults of a form by field, from the node's refusal, and the way to the first of them. */

import type { Problem } from "../../domain/wire.gen.ts";

export type Faults = Readonly<Record<string, string>>;

/** Return the node's faults; số and ký hiệu are one field on the screen. */
export function faultsOf(problem: Problem): Faults {
  const named = { field: problem.field, text: problem.detail || problem.title };
  const all = [...problem.fields, named].filter(({ field }) => field !== "");
  return Object.fromEntries(
    all.map(({ field, text }) => [field.startsWith("code_") ? "symbol" : field, text]),
  );
}

/** Move the focus to the first field of the form that has a fault. */
export function focusFirst(form: HTMLFormElement | null, faults: Faults): void {
  const fields = Array.from(form?.querySelectorAll<HTMLElement>("[name]") ?? []);
  fields.find((field) => (field.getAttribute("name") ?? "") in faults)?.focus();
}
