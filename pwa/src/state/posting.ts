/** Plain requests that a form or a button makes: one at a time, said once, told when refused. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Problem } from "../domain/wire.gen.ts";
import type { Ask } from "../sync/node.ts";

export interface Posting {
  readonly busy: ReadonlySignal<boolean>;
  /** Why the last one was not done; "silent" where the node did not answer. */
  readonly problem: ReadonlySignal<Problem | "silent" | null>;
  /** Posts and returns the answer; null while another one runs, or when it was not done. */
  readonly post: <T>(path: string, body?: object) => Promise<{ readonly value: T } | null>;
}

/** Return the requests of one form. */
export function createPosting(ask: Ask): Posting {
  const busy = signal(false);
  const problem = signal<Problem | "silent" | null>(null);

  const post = async <T>(path: string, body?: object): Promise<{ readonly value: T } | null> => {
    if (busy.value) return null;
    busy.value = true;
    problem.value = null;
    const reply = await ask<T>("POST", path, body);
    busy.value = false;
    if (reply.kind === "ok") return { value: reply.value };
    problem.value = reply.problem ?? "silent";
    return null;
  };

  return { busy, problem, post };
}
