import assert from "node:assert/strict";
import { test } from "node:test";
import { confirmed, readPaper } from "../../src/domain/paper_form.ts";
import type { PaperAsked } from "../../src/domain/wire.gen.ts";

const ASKED: readonly PaperAsked[] = [
  { organ: "ubnd", organ_name: "UBND xã", book: "den", year: 2026, mark: 153 },
  { organ: "ubnd", organ_name: "UBND xã", book: "di", year: 2026, mark: 57 },
];

test("yes says that each number stands on paper as this machine knows it (R-IN-15)", () => {
  assert.deepEqual(
    confirmed(ASKED).map(({ book, year, number }) => [book, year, number]),
    [
      ["den", 2026, 153],
      ["di", 2026, 57],
    ],
  );
});

test("a typed number goes before what the machine knows, nobody's word is null", () => {
  const { said, faults } = readPaper(ASKED, {
    "paper-0": " 155 ",
    "paper-1": "9",
    "unknown-1": "on",
  });
  assert.deepEqual(said, [
    { organ: "ubnd", book: "den", year: 2026, number: 155 },
    { organ: "ubnd", book: "di", year: 2026, number: null },
  ]);
  assert.deepEqual(faults, []);
});

test("nothing is guessed: an empty or unreadable number is asked for again", () => {
  const { faults } = readPaper(ASKED, { "paper-0": "", "paper-1": "57b" });
  assert.deepEqual(faults, [
    ["paper-0", "required"],
    ["paper-1", "not_a_number"],
  ]);
});
