import assert from "node:assert/strict";
import { test } from "node:test";
import { fateTexts, stateText } from "../../src/ui/row_text.ts";

const PLAIN = {
  state: "issued",
  reason: "",
  slip: "",
  captured_at: "",
  site: "",
  again: false,
  corrects: 0,
  paper_on: null,
} as const;
const TODAY = "2026-11-20";

test("a plainly issued number has nothing to say", () => {
  assert.deepEqual(fateTexts(PLAIN, TODAY), []);
  assert.equal(stateText({ ...PLAIN, reason: "được giữ lại" }), "");
});

test("a void number says so with its reason (R-OUT-07)", () => {
  const fate = { ...PLAIN, state: "void", reason: "đóng dấu nhầm" } as const;
  assert.deepEqual(fateTexts(fate, TODAY), ["HỦY: đóng dấu nhầm"]);
});

test("how a number was given stands beside it, with Vietnam's time", () => {
  const fate = {
    ...PLAIN,
    slip: "T-07-0012M",
    captured_at: "2026-11-19T07:05:00.000Z",
    site: "Cơ sở 2",
    again: true,
    corrects: 152,
    paper_on: "2026-11-18",
  } as const;
  assert.deepEqual(fateTexts(fate, TODAY), [
    "Đính chính: thay cho số 152",
    "Theo mã tạm T-07-0012M, nhận lúc 19/11 14:05",
    "Cấp tại Cơ sở 2",
    "Nhập lại từ bản giấy",
    "Bản giấy đến ngày 18/11/2026",
  ]);
  const slipOnly = { ...PLAIN, slip: "T-07-0012M" } as const;
  assert.deepEqual(fateTexts(slipOnly, TODAY), ["Theo mã tạm T-07-0012M"]);
});
