import assert from "node:assert/strict";
import { test } from "node:test";
import { createPosting } from "../../src/state/posting.ts";
import { fakeNode, LOST, problem } from "../sync/fake_node.ts";

test("the answer comes back, and a second request waits its turn", async () => {
  const node = fakeNode([() => ({ kind: "ok", value: { code: "123456" } })]);
  const posting = createPosting(node.ask);
  const first = posting.post("/api/x");
  assert.equal(posting.busy.value, true);
  assert.equal(await posting.post("/api/x"), null);
  assert.deepEqual(await first, { value: { code: "123456" } });
  assert.equal(posting.busy.value, false);
  assert.equal(node.asked.length, 1);
});

test("a refusal and a silence stay told until the next request", async () => {
  const node = fakeNode([
    () => ({ kind: "refused", problem: problem("FIELDS_INVALID") }),
    () => LOST,
    () => ({ kind: "ok", value: null }),
  ]);
  const posting = createPosting(node.ask);
  assert.equal(await posting.post("/api/x", {}), null);
  assert.deepEqual(posting.problem.value, problem("FIELDS_INVALID"));
  await posting.post("/api/x", {});
  assert.equal(posting.problem.value, "silent");
  assert.deepEqual(await posting.post("/api/x", {}), { value: null });
  assert.equal(posting.problem.value, null);
});
