/**
 * The link to the node as the whole app sees it: whether it answers, and whether it still knows
 * us. An expired session does not fail a question: the question waits for the log-in that the
 * screen then asks for, and goes on in the same place.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Ask, Reply } from "../sync/node.ts";

export interface Link {
  /** null before the first answer. */
  readonly reachable: ReadonlySignal<boolean | null>;
  /** True while questions wait for a log-in. */
  readonly expired: ReadonlySignal<boolean>;
  /** Asks, and waits for a log-in where one is needed. */
  readonly ask: Ask;
  /** The same for a question of another form, such as an upload. */
  readonly patiently: <T>(question: () => Promise<Reply<T>>) => Promise<Reply<T>>;
  /** Asks once; 401 comes back as refused. For the session itself. */
  readonly askPlainly: Ask;
  /** Lets the waiting questions go on. */
  readonly resume: () => void;
  /** Resolves when no command is on its way. */
  readonly quiet: () => Promise<void>;
}

/** Return the link over `ask`. */
export function createLink(ask: Ask): Link {
  const reachable = signal<boolean | null>(null);
  const expired = signal(false);
  let waiting: (() => void)[] = [];
  const changing = new Set<Promise<unknown>>();

  const askPlainly: Ask = async <T>(...question: Parameters<Ask>): Promise<Reply<T>> => {
    const asked = ask<T>(...question);
    if (question[0] !== "GET") changing.add(asked);
    const reply = await asked.finally(() => changing.delete(asked));
    reachable.value = reply.kind !== "silent" || reply.problem !== null;
    return reply;
  };

  const patiently = async <T>(question: () => Promise<Reply<T>>): Promise<Reply<T>> => {
    for (;;) {
      const reply = await question();
      if (reply.kind !== "refused" || reply.problem.status !== 401) return reply;
      expired.value = true;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };

  const resume = () => {
    expired.value = false;
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };

  const askPatiently: Ask = <T>(...question: Parameters<Ask>) =>
    patiently(() => askPlainly<T>(...question));

  const quiet = async () => {
    while (changing.size > 0) await Promise.allSettled(changing);
  };

  return { reachable, expired, ask: askPatiently, patiently, askPlainly, resume, quiet };
}
