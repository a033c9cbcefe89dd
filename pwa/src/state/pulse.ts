/**
 * The node's state, asked every few seconds: how far the province is, what waits, who holds the
 * register. `beat` changes when something in the node's journal or its way to the hub changed,
 * so that a list knows when to look again.
 */

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { NodeState, Problem } from "../domain/wire.gen.ts";
import type { Ask } from "../sync/node.ts";

const SECONDS_SEEN = 4; // a row's "Tỉnh đã nhận" shows while the clerk still looks
const SECONDS_HIDDEN = 60; // a tab in the background must not keep the disk awake

export interface Pulse {
  readonly state: ReadonlySignal<NodeState | null>;
  /** Why this person may not see the state; null otherwise. */
  readonly refusal: ReadonlySignal<Problem | null>;
  readonly beat: ReadonlySignal<string>;
  readonly look: () => Promise<void>;
  /** Starts looking at `organ`; returns the stop. */
  readonly follow: (organ: string, view: Document) => () => void;
}

/** Return the pulse over `ask`. */
export function createPulse(ask: Ask): Pulse {
  const state = signal<NodeState | null>(null);
  const refusal = signal<Problem | null>(null);
  let organ = "";

  const look = async () => {
    const asked = organ;
    const reply = await ask<NodeState>("GET", `/api/organs/${encodeURIComponent(asked)}/state`);
    if (asked !== organ) return;
    if (reply.kind === "ok") state.value = reply.value;
    refusal.value = reply.kind === "refused" ? reply.problem : null;
  };

  const follow = (id: string, view: Document) => {
    if (organ !== id) state.value = null;
    organ = id;
    let timer = 0;
    let stopped = false;
    const again = async () => {
      clearTimeout(timer);
      await look();
      const seconds = view.hidden ? SECONDS_HIDDEN : SECONDS_SEEN;
      if (!stopped) timer = window.setTimeout(again, seconds * 1000);
    };
    const onVisible = () => {
      if (!view.hidden) void again();
    };
    view.addEventListener("visibilitychange", onVisible);
    void again();
    return () => {
      stopped = true;
      clearTimeout(timer);
      view.removeEventListener("visibilitychange", onVisible);
    };
  };

  const beat = computed(() => {
    const { hub, inbox_waiting: waiting } = state.value ?? { hub: null, inbox_waiting: 0 };
    return hub ? `${hub.node_head} ${hub.hub_head} ${hub.files_waiting} ${waiting}` : "";
  });

  return { state, refusal, beat, look, follow };
}
