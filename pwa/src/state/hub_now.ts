/**
 * «Gửi ngay»: the node begins its next round with the province at once. The answer only says that
 * the wish was heard, so the node's state is asked until the round shows in it: something arrived,
 * was heard from the province, or failed.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { NodeState, Problem } from "../domain/wire.gen.ts";
import type { Ask } from "../sync/node.ts";
import type { Pulse } from "./pulse.ts";

const LOOK_MS = 1_000;
const LOOKS_MAX = 30; // then the state itself goes on telling where the province is

export interface HubNow {
  readonly sending: ReadonlySignal<boolean>;
  /** Why the wish was not heard; null otherwise. */
  readonly problem: ReadonlySignal<Problem | "silent" | null>;
  readonly send: (organ: string) => Promise<void>;
}

export interface HubNowParts {
  readonly ask: Ask;
  readonly pulse: Pick<Pulse, "state" | "look">;
  readonly wait: (ms: number) => Promise<void>;
}

/** Return «Gửi ngay» of one node. */
export function createHubNow({ ask, pulse, wait }: HubNowParts): HubNow {
  const sending = signal(false);
  const problem = signal<Problem | "silent" | null>(null);

  const watch = async (before: string) => {
    for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
      await pulse.look();
      if (traces(pulse.state.value) !== before) return;
      await wait(LOOK_MS);
    }
  };

  const send = async (organ: string) => {
    if (sending.value) return;
    sending.value = true;
    problem.value = null;
    const before = traces(pulse.state.value);
    const reply = await ask("POST", `/api/organs/${encodeURIComponent(organ)}/hub-now`);
    if (reply.kind === "ok") await watch(before);
    else problem.value = reply.problem ?? "silent";
    sending.value = false;
  };

  return { sending, problem, send };
}

/** What a round leaves in the state. The next try does not count: the wish itself clears it. */
function traces(state: NodeState | null): string {
  if (!state) return "";
  const { hub_head: head, last_contact: last, failures, files_waiting: files } = state.hub;
  return `${head} ${last} ${failures} ${files}`;
}
