/**
 * Commands that wait for the node, in the order in which they were given.
 *
 * Rules:
 * 1. A command is on the disk before anybody is told that it is kept, and keeps its operation id and
 *    its content on every try: the node does it once (PROTOCOL.md SE1, SE3).
 * 2. Accepted: it goes, and its answer stays until a person has seen it. Rejected: it stays with its
 *    problem and its content, and waits for its author. A fault of the node is no answer.
 * 3. Nothing but a person takes a command out that the node has not accepted.
 * 4. Commands go only under the account that gave them.
 */

import type { Command, Problem, Result } from "../domain/wire.gen.ts";
import type { Wish } from "../sync/commands.ts";
import { readProblem } from "../sync/node.ts";
import type { Database, Reading, Writing } from "./database.ts";

/** Limits of PROTOCOL.md (WI2). */
export const COMMANDS_PER_REQUEST_MAX = 200;
export const COMMAND_BYTES_MAX = 262_144;

/** On 64 kbit/s a batch is there within 12 seconds: what is cut costs no more than that. */
export const BATCH_BYTES_MAX = 96 * 1024;

/** A command as it is given: `label` says in a person's words what it is about. */
export interface Given {
  readonly wish: Wish;
  readonly account: string;
  readonly label: string;
  readonly at: string;
}

export interface Waiting extends Wish {
  /** Its place in the order; given by the database. */
  readonly seq?: number;
  readonly account: string;
  readonly label: string;
  readonly made_at: string;
  readonly bytes: number;
  /** "returned": the node said no, `problem` says why; a person decides. */
  readonly state: "waiting" | "returned";
  readonly problem: Problem | null;
}

/** What became of an accepted command. */
export interface Answered {
  readonly op: string;
  readonly kind: string;
  readonly organ: string;
  readonly account: string;
  readonly label: string;
  readonly data: unknown;
  readonly at: string;
}

/** The command is longer than a request may be; it was not kept. */
export class CommandTooLong extends Error {
  override readonly name = "CommandTooLong";
}

export interface Outbox {
  /** Keep a command; the same id once more changes nothing. Throws CommandTooLong. */
  readonly add: (given: Given) => Promise<void>;
  /** All of `account`, oldest first. */
  readonly list: (account: string) => Promise<readonly Waiting[]>;
  readonly answers: (account: string) => Promise<readonly Answered[]>;
  /** A returned command goes once more. */
  readonly again: (op: string) => Promise<void>;
  /** A person took it out. */
  readonly remove: (op: string) => Promise<void>;
  /** The answer was seen. */
  readonly seen: (op: string) => Promise<void>;
}

/** Return the outbox in `database`. */
export function createOutbox(database: Database): Outbox {
  return {
    add: async (given) => {
      const waiting = waitingOf(given);
      await database.write(["outbox", "answers"], async (writing) => {
        const kept = await writing.objectStore("outbox").index("op").getKey(waiting.op);
        const answered = await writing.objectStore("answers").getKey(waiting.op);
        if (kept === undefined && answered === undefined)
          await writing.objectStore("outbox").add(waiting);
      });
    },
    list: (account) => database.read(["outbox"], (reading) => ofAccount(reading, account)),
    answers: (account) =>
      database.read(["answers"], async (reading) => {
        const all = await reading.objectStore("answers").getAll();
        return all.filter((one) => one.account === account).sort(byTime);
      }),
    again: (op) =>
      database.write(["outbox"], (writing) =>
        change(writing, op, (one) => ({ ...one, state: "waiting", problem: null })),
      ),
    remove: (op) => database.write(["outbox"], (writing) => change(writing, op, () => null)),
    seen: (op) =>
      database.write(["answers"], (writing) => writing.objectStore("answers").delete(op)),
  };
}

/** Return the commands of `account`, within a transaction over the outbox. */
export async function ofAccount(
  transaction: Reading | Writing,
  account: string,
): Promise<readonly Waiting[]> {
  const all: readonly Waiting[] = await transaction.objectStore("outbox").getAll();
  return all.filter((one) => one.account === account);
}

/** Return the oldest commands that fit into one request; at least one where any waits. */
export function batchOf(all: readonly Waiting[], countMax: number): readonly Command[] {
  const ready = all.filter(({ state }) => state === "waiting");
  let bytes = 0;
  let count = 0;
  for (const one of ready) {
    bytes += one.bytes;
    if (count > 0 && (bytes > BATCH_BYTES_MAX || count >= countMax)) break;
    count += 1;
  }
  return ready
    .slice(0, count)
    .map(({ op, kind, organ, payload }) => ({ op, kind, organ, payload }));
}

/** Settle what was sent with the node's results; what has no result waits on. */
export async function settle(
  writing: Writing,
  results: readonly Result[],
  at: string,
): Promise<void> {
  for (const result of results) {
    const problem = readProblem(result.problem, 422);
    if (result.outcome === "accepted") await accept(writing, result, at);
    else if (problem && problem.status < 500)
      await change(writing, result.op, (one) => ({ ...one, state: "returned", problem }));
  }
}

/** Change the command `op`, or take it out where `act` returns null; nothing if it is not there. */
export async function change(
  writing: Writing,
  op: string,
  act: (waiting: Waiting) => Waiting | null,
): Promise<void> {
  const outbox = writing.objectStore("outbox");
  const kept = await outbox.index("op").get(op);
  if (kept?.seq === undefined) return;
  const changed = act(kept);
  if (changed) await outbox.put(changed);
  else await outbox.delete(kept.seq);
}

async function accept(writing: Writing, { op, data }: Result, at: string): Promise<void> {
  const kept = await writing.objectStore("outbox").index("op").get(op);
  if (!kept) return;
  const { kind, organ, account, label } = kept;
  await writing.objectStore("answers").put({ op, kind, organ, account, label, data, at });
  await change(writing, op, () => null);
}

function waitingOf({ wish, account, label, at }: Given): Waiting {
  const bytes = new TextEncoder().encode(JSON.stringify(wish.payload)).length;
  if (bytes > COMMAND_BYTES_MAX) throw new CommandTooLong(`${wish.kind}: ${bytes} bytes`);
  const { op, kind, organ, payload } = wish;
  return {
    op,
    kind,
    organ,
    payload,
    account,
    label,
    made_at: at,
    bytes,
    state: "waiting",
    problem: null,
  };
}

function byTime(one: Answered, other: Answered): number {
  return one.at < other.at ? -1 : 1;
}
