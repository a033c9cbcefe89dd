/**
 * The tabs of one browser: one of them writes and talks with the node, all hear what it tells.
 *
 * The writer holds a Web Lock; when it is closed or dies, the browser gives the lock to another tab.
 * Where a browser has no locks each tab writes: the operation ids alone then keep things single.
 */

import type { Told } from "../sync/engine.ts";
import type { Trigger } from "../sync/session.ts";

export type Message =
  /** Something for the writer to do. */
  | { readonly kind: "trigger"; readonly trigger: Trigger }
  /** The writer's word on `account`; what is kept may have changed. */
  | { readonly kind: "told"; readonly account: string; readonly told: Told }
  /** What waits was changed. */
  | { readonly kind: "changed" }
  /** `account` works in this browser now. */
  | { readonly kind: "who"; readonly account: string };

export interface Tabs {
  /** Calls `begin` once this tab is the writer, and what it returned at the end; returns the end. */
  readonly lead: (begin: () => () => void) => () => void;
  readonly say: (message: Message) => void;
  /** Hears the other tabs; returns the end. */
  readonly hear: (act: (message: Message) => void) => () => void;
}

const NAME = "vanthu-writer";

/** Return the tabs of this browser. */
export function createTabs(view: Window & typeof globalThis): Tabs {
  const channel = new view.BroadcastChannel(NAME);
  return {
    lead: (begin) => {
      const stop = new AbortController();
      const ended = new Promise<void>((resolve) =>
        stop.signal.addEventListener("abort", () => resolve()),
      );
      const work = async () => {
        if (stop.signal.aborted) return;
        const end = begin();
        await ended;
        end();
      };
      // An end before the lock came rejects the request: nothing was begun then.
      if (view.navigator.locks)
        view.navigator.locks.request(NAME, { signal: stop.signal }, work).catch(() => undefined);
      else void work();
      return () => stop.abort();
    },
    say: (message) => channel.postMessage(message),
    hear: (act) => {
      const onMessage = (event: MessageEvent) => act(event.data as Message);
      channel.addEventListener("message", onMessage);
      return () => channel.removeEventListener("message", onMessage);
    },
  };
}
