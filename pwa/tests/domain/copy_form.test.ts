import assert from "node:assert/strict";
import { test } from "node:test";
import { readCopy } from "../../src/domain/copy_form.ts";

const TYPED = { source: "UBND tỉnh", source_symbol: "12/QĐ-UBND", subject: "Về  chỉ tiêu" };

test("a copy is read with its kind and how many are made", () => {
  const { copy, faults } = readCopy({ ...TYPED, kind: "TrS", copies: "3" });
  assert.deepEqual(faults, []);
  assert.deepEqual(copy, {
    source: "UBND tỉnh",
    source_symbol: "12/QĐ-UBND",
    subject: "Về chỉ tiêu",
    kind: "TrS",
    copies: 3,
  });
  assert.equal(readCopy({ ...TYPED, copies: "" }).copy.copies, 1);
});

test("what a copy needs is asked for beside its field", () => {
  const { faults } = readCopy({ copies: "0" });
  assert.deepEqual(
    faults.map(({ field, why }) => `${field} ${why}`),
    ["source required", "source_symbol required", "subject required", "copies not_a_number"],
  );
});
