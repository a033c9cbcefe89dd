import assert from "node:assert/strict";
import { test } from "node:test";
import { createWaiting } from "../../src/state/waiting.ts";

const LONG_MS = 3_600_000;

test("a pause ends by itself", async () => {
  await createWaiting().wait(1);
});

test("a pause that is woken ends at once, and leaves nothing running", async () => {
  const { wait, wake } = createWaiting();
  const both = Promise.all([wait(LONG_MS), wait(LONG_MS)]);
  wake();
  await both;
});

test("a pause that begins later is not cut short by an earlier wake", async () => {
  const { wait, wake } = createWaiting();
  wake();
  const ended: string[] = [];
  const later = wait(LONG_MS).then(() => ended.push("woken"));
  await wait(1);
  assert.deepEqual(ended, []);
  wake();
  await later;
});
