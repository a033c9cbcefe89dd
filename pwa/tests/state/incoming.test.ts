import assert from "node:assert/strict";
import { test } from "node:test";
import { createIncomingList } from "../../src/state/incoming.ts";
import { fakeNode, LOST } from "../sync/fake_node.ts";

function page(ids: readonly string[], nextBefore: number | null, total = 5) {
  const rows = ids.map((id) => ({ id }));
  return () => ({ kind: "ok" as const, value: { rows, total, next_before: nextBefore } });
}

test("more rows come on demand, after those that are shown", async () => {
  const node = fakeNode([page(["5", "4"], 4), page(["3"], null)]);
  const list = createIncomingList(node.ask, "xã");
  await list.refresh();
  await list.more();
  await list.more();
  assert.deepEqual(
    list.state.value.rows?.map(({ id }) => id),
    ["5", "4", "3"],
  );
  assert.match(node.asked[1]?.path ?? "", /before=4/);
  assert.equal(node.asked.length, 2);
});

test("a search asks for its words and year", async () => {
  const node = fakeNode([page(["1"], null, 1)]);
  const list = createIncomingList(node.ask, "xã");
  await list.search({ query: "ra soat", year: 2026 });
  assert.match(
    node.asked[0]?.path ?? "",
    /^\/api\/organs\/x%C3%A3\/incoming\?.*q=ra\+soat&year=2026/,
  );
});

test("a late answer to an older question is dropped", async () => {
  let release: (reply: never) => void = () => undefined;
  const slow = new Promise<never>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  const list = createIncomingList(async () => {
    asked += 1;
    return asked === 1 ? slow : (page(["new"], null)() as never);
  }, "o");
  const old = list.search({ query: "a", year: 0 });
  await list.search({ query: "ab", year: 0 });
  release(page(["old"], null)() as never);
  await old;
  assert.deepEqual(
    list.state.value.rows?.map(({ id }) => id),
    ["new"],
  );
});

test("what was seen stays while the node is silent", async () => {
  const node = fakeNode([page(["1"], null), () => LOST]);
  const list = createIncomingList(node.ask, "o");
  await list.refresh();
  await list.refresh();
  assert.equal(list.state.value.rows?.length, 1);
  assert.equal(list.state.value.fault, "silent");
});
