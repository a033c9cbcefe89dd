import assert from "node:assert/strict";
import { test } from "node:test";
import { readTakeOver } from "../../src/domain/take_over_form.ts";

const ASKED = [{ organ: "ubnd", organ_name: "UBND xã", book: "den", year: 2026, mark: 150 }];
const TYPED = {
  reason: " Máy cũ  hỏng ổ đĩa ",
  clerk: " VanThu ",
  clerk_password: " câu dài ",
  leader: "chutich",
  leader_password: "câu khác",
  "paper-0": "153",
  day_read: "20/11/2026",
};
const TODAY = "2026-11-20";

test("two people, the reason and the last number on paper are read (R-ACC-06)", () => {
  const { takeOver, faults } = readTakeOver(ASKED, TYPED, TODAY);
  assert.deepEqual(faults, []);
  assert.equal(takeOver.reason, "Máy cũ hỏng ổ đĩa");
  assert.deepEqual([takeOver.clerk, takeOver.clerk_password], ["vanthu", " câu dài "]);
  assert.equal(takeOver.day, "2026-11-20");
  assert.deepEqual(takeOver.paper, [{ organ: "ubnd", book: "den", year: 2026, number: 153 }]);
});

test("one person is not two", () => {
  const { faults } = readTakeOver(ASKED, { ...TYPED, leader: "vanthu" }, TODAY);
  assert.deepEqual(faults, [["leader", "twoPeople"]]);
});

test("what is missing is told in the order of the form", () => {
  const fields = readTakeOver(ASKED, {}, TODAY).faults.map(([field]) => field);
  const accounts = ["clerk", "clerk_password", "leader", "leader_password"];
  assert.deepEqual(fields, ["reason", "day_read", "paper-0", ...accounts]);
});
