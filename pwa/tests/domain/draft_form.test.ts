import assert from "node:assert/strict";
import { test } from "node:test";
import { showDay } from "../../src/domain/dates.ts";
import {
  capacityOf,
  organShort,
  placeOf,
  readDraft,
  typedDraft,
} from "../../src/domain/draft_form.ts";

const CONTEXT = {
  today: "2026-11-20",
  ticked: [{ name: "UBND xã Phú Lộc", organ: "phu-loc" }],
  kept: {},
};
const TYPED = {
  type_name: "Thông báo",
  notation: "TB-UBND",
  subject: "Lịch tiếp công dân",
  body: "Đoạn một.\n\n  Đoạn hai.  ",
  paper: "Như trên\nLưu: VT",
  signer: "chutich",
};

test("each line of the body is a paragraph, each line of the paper list a receiver", () => {
  const { fields, faults } = readDraft(TYPED, CONTEXT);
  assert.deepEqual(faults, []);
  assert.deepEqual(fields.body, ["Đoạn một.", "Đoạn hai."]);
  assert.deepEqual(
    fields.recipients.map(({ name, organ }) => [name, organ]),
    [
      ["UBND xã Phú Lộc", "phu-loc"],
      ["Như trên", ""],
      ["Lưu: VT", ""],
    ],
  );
});

test("what the form does not show stays as the earlier version had it", () => {
  const { fields } = readDraft(TYPED, {
    ...CONTEXT,
    kept: { answers: "den-1", description: "gấp" },
  });
  assert.deepEqual([fields.answers, fields.description], ["den-1", "gấp"]);
});

test("a draft opened again and saved unchanged is the same draft", () => {
  const { fields } = readDraft({ ...TYPED, due_date: "5/1/2027", urgency: "1" }, CONTEXT);
  const again = readDraft(typedDraft(fields, showDay), CONTEXT);
  assert.deepEqual(again.fields, fields);
});

test("a draft without signer, subject or body is not sent", () => {
  const { faults } = readDraft({ type_name: "Thông báo", notation: "TB-UBND" }, CONTEXT);
  assert.deepEqual(faults.map(({ field }) => field).sort(), ["body", "signer", "subject"]);
});

test("an organ knows its short name", () => {
  assert.equal(organShort("Ủy ban nhân dân xã Đông Hòa"), "UBND");
  assert.equal(organShort("Uỷ ban nhân dân xã Đông Hoà"), "UBND");
  assert.equal(organShort("Hội đồng nhân dân xã Đông Hòa"), "HĐND");
});

test("an organ proposes its authority and its place", () => {
  assert.equal(capacityOf("Uỷ ban nhân dân xã Đông Hòa"), "TM. ỦY BAN NHÂN DÂN");
  assert.equal(capacityOf("Trạm Y tế xã Đông Hòa"), "");
  assert.equal(placeOf("Hội đồng nhân dân xã Đông Hòa"), "Đông Hòa");
});
