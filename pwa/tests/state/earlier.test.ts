import assert from "node:assert/strict";
import { test } from "node:test";
import { effect } from "@preact/signals";
import { createEarlier, type Earlier } from "../../src/state/earlier.ts";
import { fakeNode, LOST } from "../sync/fake_node.ts";

const ROWS = [
  { organ_name: "Sở Nội vụ", symbol: "9/SNV-TCCB", to_places: "Văn phòng" },
  { organ_name: "Sở Nội vụ", symbol: "8/QĐ-SNV", to_places: "" },
  { organ_name: "Sở Nội vụ", symbol: "7/SNV-TCCB", to_places: "Văn phòng" },
  { organ_name: "Trung ương Đảng", symbol: "45-NQ/TW", to_places: "" },
];

async function loaded(): Promise<Earlier> {
  const page = { rows: ROWS, total: 4, next_before: null };
  const directory = { organs: [{ id: "x", code: "x", name: "Sở Y tế" }], as_of: null };
  const node = fakeNode([
    () => ({ kind: "ok", value: page }),
    () => ({ kind: "ok", value: directory }),
  ]);
  const earlier = createEarlier(node.ask, "o");
  await earlier.load();
  return earlier;
}

test("an organ is found by its words without accents, and by its initials", async () => {
  const earlier = await loaded();
  assert.deepEqual(earlier.organs("noi vu"), ["Sở Nội vụ"]);
  assert.deepEqual(earlier.organs("snv"), ["Sở Nội vụ"]);
  assert.deepEqual(earlier.organs("so"), ["Sở Nội vụ", "Sở Y tế"]);
});

test("a number takes the notations of its organ, the frequent one first", async () => {
  const earlier = await loaded();
  assert.deepEqual(earlier.symbols("so noi vu", "19"), ["19/SNV-TCCB", "19/QĐ-SNV"]);
  assert.deepEqual(earlier.symbols("Trung ương Đảng", "6"), ["6-NQ/TW"]);
  assert.deepEqual(earlier.symbols("Sở Nội vụ", "19/"), []);
});

test("a silent node suggests nothing and hinders nothing", async () => {
  const earlier = createEarlier(fakeNode([() => LOST, () => LOST]).ask, "o");
  await earlier.load();
  assert.deepEqual(earlier.organs("so"), []);
  assert.equal(earlier.newest(), null);
});

test("what is drawn with suggestions is drawn again when they are there", async () => {
  const page = { rows: ROWS, total: 4, next_before: null };
  const node = fakeNode([() => ({ kind: "ok", value: page }), () => LOST]);
  const earlier = createEarlier(node.ask, "o");
  const drawn: (readonly string[])[] = [];
  const stop = effect(() => void drawn.push(earlier.organs("snv")));
  await earlier.load();
  stop();
  assert.deepEqual(drawn, [[], ["Sở Nội vụ"]]);
});
