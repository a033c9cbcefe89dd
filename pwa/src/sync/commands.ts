/**
 * Commands: one wish, one operation id, exactly one result (PROTOCOL.md WI2).
 *
 * A lost reply is asked for again with the same id and the same content until the node answers;
 * the node never does one operation twice. A fault of the node (status 500 and above) counts as
 * lost: it does not say whether the operation was done.
 */

import { type Problem, type Results, WIRE_VERSION } from "../domain/wire.gen.ts";
import { type Ask, readProblem } from "./node.ts";

/** A command that has its id; what is kept until its result is known. */
export interface Wish {
  readonly op: string;
  readonly kind: string;
  readonly organ: string;
  readonly payload: object;
}

export type Outcome<T> =
  | { readonly kind: "accepted"; readonly data: T }
  | { readonly kind: "rejected"; readonly problem: Problem; readonly data: unknown };

export interface Patience {
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  /** Hears before each repetition how many replies were lost, and what the node said if it did. */
  readonly onLost: (lost: number, problem: Problem | null) => void;
}

const WAIT_MS_FIRST = 1_000;
const WAIT_MS_MAX = 15_000; // the clerk stands there with the paper: ask at least four times a minute

/** Return the node's result for `wish`, however often the reply gets lost. */
export async function obtain<T>(ask: Ask, wish: Wish, patience: Patience): Promise<Outcome<T>> {
  for (let lost = 1; ; lost += 1) {
    const answer = await askOnce<T>(ask, wish);
    if (answer.kind !== "lost") return answer;
    patience.onLost(lost, answer.problem);
    await patience.wait(Math.min(WAIT_MS_MAX, WAIT_MS_FIRST * 2 ** (lost - 1)));
  }
}

/** Return a new operation id: 32 lower-case hex digits from `random` (16 bytes). */
export function operationId(random: Uint8Array): string {
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

type Answer<T> = Outcome<T> | { readonly kind: "lost"; readonly problem: Problem | null };

async function askOnce<T>(ask: Ask, wish: Wish): Promise<Answer<T>> {
  const reply = await ask<Results>("POST", "/api/commands", { v: WIRE_VERSION, commands: [wish] });
  if (reply.kind === "silent") return { kind: "lost", problem: reply.problem };
  if (reply.kind === "refused") return { kind: "rejected", problem: reply.problem, data: null };
  const result = reply.value.results?.find(({ op }) => op === wish.op);
  if (result?.outcome === "accepted") return { kind: "accepted", data: result.data as T };
  const problem = readProblem(result?.problem, 422);
  if (!problem || problem.status >= 500) return { kind: "lost", problem };
  return { kind: "rejected", problem, data: result?.data };
}
