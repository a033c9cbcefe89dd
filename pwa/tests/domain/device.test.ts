import assert from "node:assert/strict";
import { test } from "node:test";
import { batchText, enrolmentText, toHex } from "../../src/domain/device.ts";

// The same as in tests/sync/test_signed_records.py.

test("dv1: an enrolment is signed over code, name and key", () => {
  assert.equal(
    enrolmentText({ code: "01234567", name: "Máy của Vân", key: "BA==" }),
    'vanthu enrolment v1\n{"code":"01234567","key":"BA==","name":"Máy của Vân"}',
  );
});

test("dv3: a batch is signed over device, person and body", () => {
  assert.equal(batchText("00ff", "vanthu", "e3b0"), "vanthu device v1\n00ff\nvanthu\ne3b0");
});

test("bytes are written in hex", () => {
  assert.equal(toHex(new Uint8Array([0, 15, 255])), "000fff");
});
