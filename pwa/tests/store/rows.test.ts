import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change, InboxItem } from "../../src/domain/wire.gen.ts";
import { isGone, type Place, placeAfter, rowOf, sweeps } from "../../src/store/rows.ts";

const AT = { account: "lan", at: "2026-11-20T02:00:00Z" };
const PLACE: Place = {
  account: "lan",
  cursor: "c1",
  generation: 1,
  organs: ["o"],
  filling: false,
  finished_at: "2026-11-20T01:00:00Z",
};
const page = (remaining: number, anew: "first" | "rights" | null = null) => ({
  anew,
  cursor: "c2",
  organs: ["o"],
  remaining,
});

test("se9 begun anew, a device fills a new generation until nothing remains", () => {
  const first = placeAfter(null, page(9, "first"), AT);
  assert.deepEqual([first.generation, first.filling, first.finished_at], [1, true, null]);
  const last = placeAfter(first, page(0), AT);
  assert.deepEqual([last.generation, last.filling, last.finished_at], [1, true, AT.at]);
});

test("se9 a filling that is begun anew in its middle drops what the first half brought", () => {
  const half = placeAfter(PLACE, page(9, "rights"), AT);
  const again = placeAfter(half, page(0, "rights"), AT);
  assert.equal(again.generation, 3);
  assert.equal(isGone({ organ: "o", generation: 2 }, again, page(0)), true);
});

test("se9 rows of an earlier generation stay until the last page", () => {
  const filling = placeAfter(PLACE, page(9, "rights"), AT);
  const old = { organ: "o", generation: 1 };
  assert.equal(isGone(old, filling, page(9)), false);
  assert.equal(isGone(old, filling, page(0)), true);
  assert.equal(isGone({ organ: "o", generation: 2 }, filling, page(0)), false);
  assert.equal(isGone(old, PLACE, page(0)), false);
});

test("se9 what is of no organ of the person goes at once", () => {
  const left = { organs: ["p"], remaining: 5 };
  assert.equal(isGone({ organ: "o", generation: 1 }, PLACE, left), true);
  assert.equal(sweeps(PLACE, PLACE, left), true);
  assert.equal(sweeps(PLACE, PLACE, page(0)), false);
});

test("se9 an unfinished sync keeps the age of the last finished one", () => {
  assert.equal(placeAfter(PLACE, page(3), AT).finished_at, PLACE.finished_at);
});

test("se9 a change without content is no row", () => {
  const change: Change = { id: "i", organ: "o", incoming: null, outgoing: null, inbox: null };
  assert.equal(rowOf(change, PLACE), null);
  const inbox = { id: "i" } as InboxItem;
  assert.deepEqual(rowOf({ ...change, inbox }, PLACE), {
    account: "lan",
    id: "i",
    organ: "o",
    generation: 1,
    kind: "inbox",
    document: inbox,
  });
});
