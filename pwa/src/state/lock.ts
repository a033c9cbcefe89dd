/**
 * The screen locks itself when nobody has touched it for five minutes, in every tab of the browser.
 *
 * 1. A page that is opened after the pause, or in another tab, is locked as well.
 * 2. It does not lock while the node does not answer: nobody could open it again to work on.
 */

import { type ReadonlySignal, signal } from "@preact/signals";

export const IDLE_MS = 5 * 60_000;

const TOUCHED = "vanthu.cham";
const LOCKED = "vanthu.khoa";
const STEP_MS = 2_000; // a touch is written at most this often

export interface LockParts {
  readonly kept: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly now: () => number;
  /** Whether the node answers; null while it is not known. */
  readonly reachable: () => boolean | null;
}

export interface Lock {
  readonly locked: ReadonlySignal<boolean>;
  /** Somebody is at the screen. */
  readonly touch: () => void;
  /** Time has passed, or another tab did something. */
  readonly look: () => void;
  /** The person gave the password. */
  readonly open: () => void;
}

/** Return the lock of this browser. */
export function createLock({ kept, now, reachable }: LockParts): Lock {
  const locked = signal(false);
  const since = () => now() - Number(kept.getItem(TOUCHED) ?? now());

  const look = () => {
    if (since() >= IDLE_MS && reachable() !== false) kept.setItem(LOCKED, "1");
    locked.value = kept.getItem(LOCKED) !== null;
  };
  const touch = () => {
    look();
    const fresh = since() < STEP_MS && kept.getItem(TOUCHED) !== null;
    if (!locked.value && !fresh) kept.setItem(TOUCHED, String(now()));
  };
  const open = () => {
    kept.removeItem(LOCKED);
    kept.setItem(TOUCHED, String(now()));
    locked.value = false;
  };

  return { locked, touch, look, open };
}

const TOUCHES = ["pointerdown", "keydown", "wheel", "scroll"] as const;
const LOOK_MS = 5_000;

/** Look after `lock` while somebody works here; returns the end. */
export function watch(lock: Lock, view: Window): () => void {
  const options = { capture: true, passive: true };
  lock.touch();
  for (const name of TOUCHES) view.addEventListener(name, lock.touch, options);
  view.addEventListener("storage", lock.look);
  view.document.addEventListener("visibilitychange", lock.look);
  const timer = view.setInterval(lock.look, LOOK_MS);
  return () => {
    for (const name of TOUCHES) view.removeEventListener(name, lock.touch, options);
    view.removeEventListener("storage", lock.look);
    view.document.removeEventListener("visibilitychange", lock.look);
    view.clearInterval(timer);
  };
}
