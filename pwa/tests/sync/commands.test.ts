import assert from "node:assert/strict";
import { test } from "node:test";
import { obtain, operationId } from "../../src/sync/commands.ts";
import { accept, fakeNode, LOST, problem, reject } from "./fake_node.ts";

const WISH = { op: "0".repeat(32), kind: "incoming.register", organ: "o", payload: { a: 1 } };

function patience() {
  const waits: number[] = [];
  const lost: (string | null)[] = [];
  return {
    waits,
    lost,
    wait: async (ms: number) => void waits.push(ms),
    onLost: (_count: number, cause: { readonly code: string } | null) =>
      void lost.push(cause?.code ?? null),
  };
}

test("WI2 a lost reply is asked for again with the same operation and content", async () => {
  const node = fakeNode([() => LOST, () => LOST, accept({ number: 153 })]);
  const calm = patience();
  const outcome = await obtain(node.ask, WISH, calm);
  assert.deepEqual(outcome, { kind: "accepted", data: { number: 153 } });
  assert.deepEqual(node.wishes(), [WISH, WISH, WISH]);
  assert.deepEqual(calm.waits, [1000, 2000]);
});

test("the pause between two questions grows to fifteen seconds and no further", async () => {
  const node = fakeNode([...Array(8).fill(() => LOST), accept({})]);
  const calm = patience();
  await obtain(node.ask, WISH, calm);
  assert.equal(Math.max(...calm.waits), 15_000);
});

test("a fault of the node says nothing of the outcome: asked again, and its cause is told", async () => {
  const node = fakeNode([
    reject(problem("STORAGE_FAILED", 500)),
    () => ({ kind: "silent", problem: problem("DISK_FULL", 507) }),
    accept({}),
  ]);
  const calm = patience();
  assert.equal((await obtain(node.ask, WISH, calm)).kind, "accepted");
  assert.deepEqual(calm.lost, ["STORAGE_FAILED", "DISK_FULL"]);
});

test("an answer without our result counts as lost", async () => {
  const node = fakeNode([() => ({ kind: "ok", value: { v: 1, results: [] } }), accept({})]);
  assert.equal((await obtain(node.ask, WISH, patience())).kind, "accepted");
  assert.equal(node.asked.length, 2);
});

test("a refusal ends the operation and brings its data", async () => {
  const node = fakeNode([reject(problem("DUPLICATE_DOCUMENT", 409), { number: 98 })]);
  const outcome = await obtain(node.ask, WISH, patience());
  assert.ok(outcome.kind === "rejected");
  assert.equal(outcome.problem.code, "DUPLICATE_DOCUMENT");
  assert.deepEqual(outcome.data, { number: 98 });
});

test("an operation id is 32 lower-case hex digits", () => {
  assert.equal(operationId(new Uint8Array([0, 1, 171, 255])), "0001abff");
  assert.match(operationId(new Uint8Array(16)), /^[0-9a-f]{32}$/);
});
