import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCharacter, makeSlip, parseSlip } from "../../src/domain/slip.ts";
import { readVectors } from "../vectors.ts";

interface Vectors {
  readonly checks: readonly { readonly text: string; readonly check: string }[];
  readonly slips: readonly {
    readonly device: string;
    readonly counter: number;
    readonly text: string;
  }[];
  readonly no_slips: readonly {
    readonly why: string;
    readonly device: string;
    readonly counter: number;
  }[];
  readonly typed: readonly { readonly why: string; readonly text: string; readonly ok: boolean }[];
}

const { checks, slips, no_slips: noSlips, typed } = readVectors<Vectors>("slip");

test("there are vectors to hold the twin to", () => {
  assert.ok(checks.length > 1 && slips.length > 5 && noSlips.length > 5 && typed.length > 20);
});

test("a slip is printed as the vector says, and read back (NB11, NB12)", () => {
  for (const { text, check } of checks) assert.equal(checkCharacter(text), check);
  for (const { device, counter, text } of slips) {
    assert.equal(makeSlip({ device, counter }), text);
    assert.deepEqual(parseSlip(text), { device, counter });
  }
});

for (const { why, device, counter } of noSlips)
  test(`no slip holds ${why} (NB11)`, () => {
    assert.equal(makeSlip({ device, counter }), null);
  });

for (const { why, text, ok } of typed)
  test(`a typed slip: ${why} (NB13)`, () => {
    assert.deepEqual(parseSlip(text), ok ? { device: "07", counter: 12 } : null);
  });
