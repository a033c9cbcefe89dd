/** The values of an uncontrolled form, out and in. */

import type { Typed } from "../domain/incoming_form.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Return the texts of all named fields. */
export function readTyped(form: HTMLFormElement): Typed {
  const entries = Array.from(new FormData(form)).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** Put `values` into the fields that are still empty or as they were at first. */
export function fillEmpty(form: HTMLFormElement, values: Typed): void {
  for (const [name, value] of Object.entries(values)) {
    const control = controlOf(form, name);
    if (control && value !== "" && isUntouched(control)) putValue(control, value);
  }
}

/** Return the control that `name` names. */
export function controlOf(form: HTMLFormElement | null, name: string): Control | null {
  return form?.querySelector<Control>(`[name="${name}"]`) ?? null;
}

/** Set a control's value as if it had been typed, so that echoes and drafts follow. */
export function putValue(control: Control, value: string): void {
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

function isUntouched(control: Control): boolean {
  if (control instanceof HTMLSelectElement) return control.selectedIndex <= 0;
  return control.value.trim() === "";
}
