import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Typed } from "../domain/incoming_form.ts";
import { readTyped } from "./form_values.ts";

const KEEP_WAIT_MS = 300; // at most a word is lost when the power fails

/** What a form needs whose content is kept while it is typed. */
export interface KeptForm {
  readonly form: { readonly current: HTMLFormElement | null };
  readonly keepSoon: () => void;
  /** What is typed now; a pending keep is dropped, the caller keeps what it reads. */
  readonly readNow: () => Typed | null;
}

/** Keep the form's values with `keep`, shortly after each change, unless it is `locked`. */
export function useKeptForm(keep: (values: Typed) => Promise<void>, locked: boolean): KeptForm {
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef(0);
  const isLocked = useRef(locked);
  isLocked.current = locked;
  const place = useRef<Element | null>(null);
  // A locked form loses the focus: it comes back where it was, before a dialog takes it.
  useLayoutEffect(() => {
    const before = place.current;
    if (locked) return;
    place.current = null;
    if (before instanceof HTMLElement && form.current?.contains(before)) before.focus();
  }, [locked]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    form,
    keepSoon: () => {
      clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        if (form.current && !isLocked.current) void keep(readTyped(form.current));
      }, KEEP_WAIT_MS);
    },
    readNow: () => {
      clearTimeout(timer.current);
      place.current = document.activeElement;
      return form.current && !isLocked.current ? readTyped(form.current) : null;
    },
  };
}
