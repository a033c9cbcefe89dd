/**
 * The device's session with the node as a table: where it stands, what happens, what is done then.
 * No clock, no network, no database: `engine.ts` runs it.
 *
 * | phase \ event | trigger | answered | applied | silent, refused, faulted |
 * |---|---|---|---|---|
 * | idle | asking | - | - | - |
 * | asking | once more after this | applying | - | waiting; asking where less is asked |
 * | applying | once more after this | - | asking while more is to come, else idle | waiting |
 * | waiting | asking | - | - | - |
 *
 * Rules:
 * 1. One round trip at a time. What happens meanwhile leads to one more, never to two.
 * 2. A pause doubles with each failure up to PAUSE_MS_MAX, and a part of it is chance, so that a
 *    hundred devices do not come back in the same second. A sign that something changed (the link is
 *    back, a person asks) begins the pauses anew.
 * 3. After a finished sync the next one comes by itself after PERIOD_MS.
 */

export type Trigger = "open" | "visible" | "online" | "timer" | "by_hand" | "work";

export type Event =
  | { readonly kind: "trigger"; readonly trigger: Trigger }
  | { readonly kind: "answered" }
  /** The answer is kept; `more`: changes or commands are left for another round trip. */
  | { readonly kind: "applied"; readonly more: boolean }
  /** No answer; the node may have done it. */
  | { readonly kind: "silent" }
  /** The node said no to the whole request; `apart`: less of it is asked at once. */
  | { readonly kind: "refused"; readonly apart: boolean }
  /** This browser did not keep the answer, or the node was at fault with one of the commands. */
  | { readonly kind: "faulted" };

export type Phase = "idle" | "asking" | "applying" | "waiting";

export interface State {
  readonly phase: Phase;
  /** Something happened during the round trip: one more follows. */
  readonly again: boolean;
  /** Failures since the last answer that was kept. */
  readonly failures: number;
}

export type Action =
  | { readonly kind: "ask" }
  | { readonly kind: "apply" }
  /** A timer trigger after so many milliseconds, in place of the one that may run. */
  | { readonly kind: "wait"; readonly ms: number };

export interface Next {
  readonly state: State;
  readonly actions: readonly Action[];
}

export const FIRST: State = { phase: "idle", again: false, failures: 0 };

export const PERIOD_MS = 60_000; // a quiet device costs the link a request a minute
export const PAUSE_MS_FIRST = 2_000;
export const PAUSE_MS_MAX = 300_000; // a node that is off for days is looked for every five minutes

const CHANCE_PART = 0.5; // half of a pause is chance
const HOPEFUL: readonly Trigger[] = ["online", "by_hand", "visible"];

/** Return what follows; `chance` is from 0 up to, not including, 1. */
export function next(state: State, event: Event, chance: number): Next {
  if (event.kind === "trigger") return triggered(state, event.trigger);
  if (state.phase === "asking") return afterAsking(state, event, chance);
  if (state.phase === "applying") return afterApplying(state, event, chance);
  return { state, actions: [] };
}

/** Return the pause after so many failures, in milliseconds. */
export function pauseMs(failures: number, chance: number): number {
  const whole = Math.min(PAUSE_MS_MAX, PAUSE_MS_FIRST * 2 ** Math.max(0, failures - 1));
  return Math.round(whole * (1 - CHANCE_PART + CHANCE_PART * chance));
}

function triggered(state: State, trigger: Trigger): Next {
  const failures = HOPEFUL.includes(trigger) ? 0 : state.failures;
  if (state.phase === "asking" || state.phase === "applying")
    return {
      state: { ...state, failures, again: state.again || trigger !== "timer" },
      actions: [],
    };
  return ask(failures);
}

function afterAsking(state: State, event: Event, chance: number): Next {
  if (event.kind === "answered")
    return { state: { ...state, phase: "applying" }, actions: [{ kind: "apply" }] };
  if (event.kind === "refused" && event.apart) return ask(state.failures);
  if (event.kind === "silent" || event.kind === "refused") return pause(state, chance);
  return { state, actions: [] };
}

function afterApplying(state: State, event: Event, chance: number): Next {
  if (event.kind === "faulted") return pause(state, chance);
  if (event.kind !== "applied") return { state, actions: [] };
  if (event.more || state.again) return ask(0);
  const ms = Math.round(PERIOD_MS * (1 - CHANCE_PART + CHANCE_PART * chance));
  return { state: FIRST, actions: [{ kind: "wait", ms }] };
}

function ask(failures: number): Next {
  return { state: { phase: "asking", again: false, failures }, actions: [{ kind: "ask" }] };
}

/** Wait and try again. What came up during the failed try waits with it. */
function pause(state: State, chance: number): Next {
  const failures = state.failures + 1;
  return {
    state: { phase: "waiting", again: false, failures },
    actions: [{ kind: "wait", ms: pauseMs(failures, chance) }],
  };
}
