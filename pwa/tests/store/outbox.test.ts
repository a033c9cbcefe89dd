import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  BATCH_BYTES_MAX,
  batchOf,
  COMMAND_BYTES_MAX,
  COMMANDS_PER_REQUEST_MAX,
  type Waiting,
} from "../../src/store/outbox.ts";

function waiting(op: string, more: Partial<Waiting> = {}): Waiting {
  const wish = { op, kind: "incoming.register", organ: "o", payload: { op } };
  const kept = { account: "lan", label: "", made_at: "", bytes: 100, problem: null };
  return { ...wish, ...kept, state: "waiting", ...more };
}

const ops = (all: readonly Waiting[], countMax: number) =>
  batchOf(all, countMax).map(({ op }) => op);

test("wi2 the limits are those of the protocol", () => {
  const page = readFileSync("../sync/PROTOCOL.md", "utf-8");
  const limit = (name: string) =>
    Number(new RegExp(`\`${name}\` \\| ([\\d,]+)`).exec(page)?.[1]?.replace(/,/g, ""));
  assert.equal(COMMANDS_PER_REQUEST_MAX, limit("COMMANDS_PER_REQUEST_MAX"));
  assert.equal(COMMAND_BYTES_MAX, limit("COMMAND_BYTES_MAX"));
});

test("a batch holds the oldest commands, whole and in their order, and nothing of the store", () => {
  assert.deepEqual(ops([waiting("a"), waiting("b"), waiting("c")], 2), ["a", "b"]);
  assert.deepEqual(batchOf([waiting("a")], 9), [
    { op: "a", kind: "incoming.register", organ: "o", payload: { op: "a" } },
  ]);
});

test("a batch stays within its bytes, but one command always goes", () => {
  const half = { bytes: BATCH_BYTES_MAX / 2 };
  assert.deepEqual(ops([waiting("a", half), waiting("b", half), waiting("c")], 9), ["a", "b"]);
  assert.deepEqual(ops([waiting("a", { bytes: COMMAND_BYTES_MAX }), waiting("b")], 9), ["a"]);
});

test("what came back waits for its author and holds up nobody", () => {
  assert.deepEqual(ops([waiting("a", { state: "returned" }), waiting("b")], 9), ["b"]);
});
