import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTime, readSlip } from "../../src/domain/slip_form.ts";

const TODAY = "2026-11-20";

test("a sheet without a slip says nothing of one", () => {
  assert.deepEqual(readSlip({}, TODAY), { slip: "", captured_at: "", faults: [] });
});

test("a slip is sent as it is printed, its time as an instant of Vietnam (R-TIM-02)", () => {
  const typed = { slip: "t07 0012m", captured_day: "19/11", captured_time: "14h05" };
  const read = readSlip(typed, TODAY);
  assert.deepEqual(read, {
    slip: "T-07-0012M",
    captured_at: "2026-11-19T07:05:00.000Z",
    faults: [],
  });
  assert.equal(readSlip({ slip: "T-07-0012M" }, TODAY).captured_at, "");
  const early = readSlip({ slip: "T-07-0012M", captured_time: "0630" }, TODAY);
  assert.equal(early.captured_at, "2026-11-19T23:30:00.000Z");
});

test("each fault stands beside its field", () => {
  const faultsOf = (typed: Readonly<Record<string, string>>) =>
    readSlip(typed, TODAY).faults.map(({ field, why }) => `${field} ${why}`);
  assert.deepEqual(faultsOf({ slip: "T-07-0012K" }), ["slip not_a_slip"]);
  assert.deepEqual(faultsOf({ captured_time: "14:05" }), ["slip required"]);
  assert.deepEqual(faultsOf({ slip: "T-07-0012M", captured_day: "31/2" }), [
    "captured_day not_a_day",
    "captured_time required",
  ]);
  assert.deepEqual(faultsOf({ slip: "T-07-0012M", captured_time: "24:00" }), [
    "captured_time not_a_time",
  ]);
});

test("a time is read as people write it", () => {
  for (const typed of ["14:05", "14h05", "14g05", "14.05", "1405", " 14 : 05 "])
    assert.equal(parseTime(typed), "14:05");
  assert.equal(parseTime("8:05"), "08:05");
  for (const typed of ["", "805", "14:60", "24:00", "14", "hai giờ"])
    assert.equal(parseTime(typed), null);
});
