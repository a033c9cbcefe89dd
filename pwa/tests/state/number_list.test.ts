import assert from "node:assert/strict";
import { test } from "node:test";
import { createNumberList } from "../../src/state/number_list.ts";
import { fakeNode, LOST } from "../sync/fake_node.ts";

const PATH = "/api/organs/ubnd/numbers/den/2026";
const REGISTER = { book: "den", year: 2026, mark: 153 };

function page(numbers: readonly number[], next: number | null) {
  const rows = numbers.map((number) => ({ number }));
  return () => ({ kind: "ok" as const, value: { register: REGISTER, rows, next_before: next } });
}

test("more numbers come below, and a refresh reads as many as are shown", async () => {
  const many = Array.from({ length: 50 }, (_, place) => 153 - place);
  const node = fakeNode([page(many, 104), page([99, 98], null), page([...many, 99, 98], null)]);
  const list = createNumberList(node.ask, PATH);
  await list.refresh();
  await list.more();
  assert.equal(list.state.value.rows.length, 52);
  await list.more();
  await list.refresh();
  assert.deepEqual(
    node.asked.map(({ path }) => path),
    [`${PATH}?limit=50`, `${PATH}?limit=50&before=104`, `${PATH}?limit=52`],
  );
});

test("another state begins at the newest number again", async () => {
  const node = fakeNode([page([5, 4], 4), page([3], null)]);
  const list = createNumberList(node.ask, PATH);
  await list.refresh();
  await list.choose("void");
  assert.deepEqual(
    list.state.value.rows.map(({ number }) => number),
    [3],
  );
  assert.equal(node.asked[1]?.path, `${PATH}?limit=50&state=void`);
});

test("what was seen stays while the node is silent", async () => {
  const list = createNumberList(fakeNode([page([5], null), () => LOST]).ask, PATH);
  await list.refresh();
  await list.refresh();
  assert.equal(list.state.value.rows.length, 1);
  assert.equal(list.state.value.fault, "silent");
});
