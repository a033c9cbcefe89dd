/** A node at the port: answers from a script and remembers what it was asked. */

import type { Problem } from "../../src/domain/wire.gen.ts";
import type { Wish } from "../../src/sync/commands.ts";
import type { Ask, Headers, Method, Reply } from "../../src/sync/node.ts";

export interface Question {
  readonly method: Method;
  readonly path: string;
  readonly body: unknown;
  readonly headers?: Headers;
}

export interface FakeNode {
  readonly ask: Ask;
  readonly asked: Question[];
  /** The commands that came, one a question. */
  readonly wishes: () => Wish[];
}

export const LOST: Reply<never> = { kind: "silent", problem: null };

/** Return a node that gives `replies` in turn; a question beyond them is a fault of the test. */
export function fakeNode(replies: readonly ((question: Question) => Reply<unknown>)[]): FakeNode {
  const asked: Question[] = [];
  const ask: Ask = async <T>(...[method, path, body, headers]: Parameters<Ask>) => {
    const question = { method, path, body, ...(headers && { headers }) };
    asked.push(question);
    const reply = replies[asked.length - 1];
    if (!reply) throw new Error(`question ${asked.length} was not expected: ${method} ${path}`);
    return reply(question) as Reply<T>;
  };
  return { ask, asked, wishes: () => asked.map(({ body }) => wishOf(body)) };
}

/** Return the problem `code` as the node would send it. */
export function problem(code: string, status = 422): Problem {
  const blank = { type: "", detail: "", next_step: "", field: "", fields: [] };
  return { ...blank, code, status, title: code };
}

/** Accept the one command of the question. */
export function accept(data: unknown): (question: Question) => Reply<unknown> {
  return ({ body }) => result({ op: wishOf(body).op, outcome: "accepted", data, problem: null });
}

/** Reject the one command of the question. */
export function reject(
  cause: Problem,
  data: unknown = null,
): (question: Question) => Reply<unknown> {
  return ({ body }) => result({ op: wishOf(body).op, outcome: "rejected", data, problem: cause });
}

function result(one: unknown): Reply<unknown> {
  return { kind: "ok", value: { v: 1, results: [one] } };
}

function wishOf(body: unknown): Wish {
  const [wish] = (body as { readonly commands: readonly Wish[] }).commands;
  if (!wish) throw new Error("a question without a command");
  return wish;
}
