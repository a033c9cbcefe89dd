import assert from "node:assert/strict";
import { test } from "node:test";
import { type Lean, parseDay, showDay, weekday } from "../../src/domain/dates.ts";
import { sayDay, sayNoDay } from "../../src/ui/text.ts";

const TODAY = "2026-11-20";

function day(typed: string, lean: Lean = "past", today = TODAY): string {
  const meant = parseDay(typed, { today, lean });
  return meant.kind === "day" ? meant.day : meant.kind;
}

test("a day may be typed in every way a clerk types it", () => {
  for (const typed of ["8/4", "08/04", "0804", "080426", "08042026", "8/4/26", "8-4-2026", "8.4"])
    assert.equal(day(typed), "2026-04-08", typed);
});

test("without a year an issued date is the nearest past one, a due date the nearest future", () => {
  assert.equal(day("28/12", "past"), "2025-12-28");
  assert.equal(day("28/12", "future"), "2026-12-28");
  assert.equal(day("5/1", "future"), "2027-01-05");
  assert.equal(day("20/11", "past"), TODAY);
  assert.equal(day("20/11", "future"), TODAY);
});

test("a day that does not exist is named, never moved", () => {
  assert.equal(day("29/2/2027"), "no_such_day");
  assert.equal(day("29/2/2028"), "2028-02-29");
  assert.equal(day("0/4"), "no_such_day");
  assert.equal(day("1/13"), "no_such_month");
  const meant = parseDay("31/4/2026", { today: TODAY, lean: "past" });
  assert.ok(meant.kind === "no_such_day");
  assert.equal(sayNoDay(meant), "Không có ngày 31/4/2026: tháng 4 năm 2026 có 30 ngày.");
});

test("what is no day is said to be unreadable", () => {
  for (const typed of ["hôm qua", "8", "8/4/2", "123456789", "8/4/026"])
    assert.equal(day(typed), "unreadable", typed);
  assert.equal(day("  "), "empty");
});

test("a day is shown as dd/mm/yyyy and echoed with its weekday", () => {
  assert.equal(showDay("2026-04-08"), "08/04/2026");
  assert.equal(weekday("2026-11-22"), 0);
  assert.equal(sayDay("2026-04-08"), "Thứ Tư, 08/04/2026");
});
