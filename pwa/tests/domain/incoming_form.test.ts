import assert from "node:assert/strict";
import { test } from "node:test";
import { readIncoming, repeated } from "../../src/domain/incoming_form.ts";
import { sayFault } from "../../src/ui/text.ts";

const TODAY = "2026-11-20";
const ENOUGH = { organ_name: "Sở Nội vụ", subject: "Về việc rà soát" };

test("two fields are enough, the others have their ordinary values (R-IN-13)", () => {
  const { fields, faults } = readIncoming(ENOUGH, TODAY);
  assert.deepEqual(faults, []);
  assert.equal(fields.organ_name, "Sở Nội vụ");
  assert.equal(fields.source, "giay");
  assert.equal(fields.language, "Tiếng Việt");
  assert.equal(fields.urgency, 0);
  assert.equal(fields.issued_date, null);
  assert.equal(fields.page_amount, null);
});

test("typed text is mended once on entry (R-FMT-06)", () => {
  const decomposed = "\u00d0\u01b0\u01a1\u0300ng  huye\u0323\u0302n";
  assert.equal(
    readIncoming({ ...ENOUGH, subject: decomposed }, TODAY).fields.subject,
    "Đường huyện",
  );
});

test("the symbol and both days are read", () => {
  const typed = { ...ENOUGH, symbol: "45/UBND-NV", issued_date: "0804", due_date: "5/1" };
  const { fields } = readIncoming(typed, TODAY);
  assert.deepEqual(
    [fields.code_number, fields.code_notation, fields.issued_date, fields.due_date],
    ["45", "UBND-NV", "2026-04-08", "2027-01-05"],
  );
});

test("each fault names its field and what to do", () => {
  const typed = { subject: " ", issued_date: "31/2", page_amount: "hai" };
  const { faults } = readIncoming(typed, TODAY);
  assert.deepEqual(faults.map(({ field }) => field).sort(), [
    "issued_date",
    "organ_name",
    "page_amount",
    "subject",
  ]);
  assert.ok(faults.map(sayFault).every((text) => text.length > 10));
});

test("F4 repeats what a batch shares, never the number, the subject or the files", () => {
  const again = repeated({
    ...ENOUGH,
    symbol: "45/UBND-NV",
    issued_date: "0804",
    type_name: "Công văn",
  });
  assert.equal(again["organ_name"], "Sở Nội vụ");
  assert.equal(again["symbol"], "/UBND-NV");
  assert.equal(again["issued_date"], "0804");
  assert.equal(again["subject"], undefined);
});
