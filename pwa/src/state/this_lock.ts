/** The lock of this browser, built once. */

import { link } from "./app.ts";
import { createLock, watch } from "./lock.ts";

export const lock = createLock({
  kept: window.localStorage,
  now: () => Date.now(),
  reachable: () => link.reachable.value,
});

/** Look after the lock while somebody works here; returns the end. */
export function watchLock(): () => void {
  return watch(lock, window);
}
