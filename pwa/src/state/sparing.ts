/**
 * Whether files wait for the person's word, because the link is paid by the byte. The browser's
 * hint counts until the person has chosen; the choice is kept in this browser.
 */

import { effect, type Signal, signal } from "@preact/signals";

/** What some browsers say of the link (Network Information API). */
export interface Connection {
  readonly saveData?: boolean;
  readonly type?: string;
}

const KEY = "vanthu.sparing";

/** Return the choice; a change is kept in `storage`. */
export function createSparing(
  storage: Pick<Storage, "getItem" | "setItem">,
  connection: Connection | undefined,
): Signal<boolean> {
  const kept = storage.getItem(KEY);
  const hint = connection?.saveData === true || connection?.type === "cellular";
  const sparing = signal(kept === null ? hint : kept === "1");
  effect(() => {
    if (sparing.value !== (kept === null ? hint : kept === "1") || storage.getItem(KEY) !== null)
      storage.setItem(KEY, sparing.value ? "1" : "0");
  });
  return sparing;
}
