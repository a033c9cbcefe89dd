import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, minutesSince, showMoment } from "../../src/domain/moments.ts";

const TODAY = "2026-11-20";

test("an instant of today is shown by its time in Vietnam", () => {
  assert.equal(showMoment("2026-11-20T07:05:00.000Z", TODAY), "14:05");
});

test("an instant of another day says which", () => {
  assert.equal(showMoment("2026-11-19T07:05:00.000Z", TODAY), "19/11 14:05");
  assert.equal(showMoment("2025-11-19T07:05:00.000Z", TODAY), "19/11/2025 14:05");
});

test("the day begins at midnight in Vietnam, seven hours before UTC", () => {
  assert.equal(dayOf("2026-11-19T17:00:00.000Z"), "2026-11-20");
  assert.equal(dayOf("2026-11-19T16:59:59.999Z"), "2026-11-19");
});

test("an age is never below zero, whatever the clocks say", () => {
  assert.equal(minutesSince("2026-11-20T07:05:00.000Z", "2026-11-20T07:08:59.000Z"), 3);
  assert.equal(minutesSince("2026-11-20T07:05:00.000Z", "2026-11-20T07:00:00.000Z"), 0);
});
