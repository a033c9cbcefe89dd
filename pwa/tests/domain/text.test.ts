import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, initials, matches, mend } from "../../src/domain/text.ts";
import { readVectors } from "../vectors.ts";

interface Case {
  readonly why: string;
  readonly input: string;
  readonly mended: string;
  readonly folded: string;
}

const { cases } = readVectors<{ readonly cases: readonly Case[] }>("text");

test("there are vectors to hold the twin to", () => {
  assert.ok(cases.length > 10);
});

for (const { why, input, mended, folded } of cases)
  test(`text as in Python: ${why} (R-FMT-06)`, () => {
    assert.equal(mend(input), mended);
    assert.equal(fold(input), folded);
    assert.equal(mend(mended), mended);
    assert.equal(fold(folded), folded);
  });

test("a search word meets the beginning of a word, without accents", () => {
  assert.ok(matches("Về việc rà soát hộ nghèo", "ra soat"));
  assert.ok(matches("45/UBND-NV", "45 ubnd"));
  assert.ok(!matches("Sở Nội vụ", "so vu giao"));
});

test("an organ is found by its initials", () => {
  assert.equal(initials("Sở Nội vụ"), "snv");
  assert.equal(initials("Đảng ủy xã"), "dux");
});
