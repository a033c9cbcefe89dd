import assert from "node:assert/strict";
import { test } from "node:test";
import { readKey, readReentry, writeKey } from "../../src/domain/reentry_form.ts";

const KEY = { book: "di", year: 2026, number: 57 };
const TYPED = {
  issued_date: "19/11",
  symbol: "57/TB-UBND",
  type_name: "Thông báo",
  subject: "Về lịch họp",
  signer_name: "Nguyễn Văn An",
};

test("a document entered again keeps its number (R-IN-15)", () => {
  const { document, faults } = readReentry(TYPED, KEY, "2026-11-20");
  assert.deepEqual(faults, []);
  assert.deepEqual([document.number, document.year], [57, 2026]);
  assert.equal(document.issued_date, "2026-11-19");
  assert.equal(document.recipients, "");
});

test("what its paper must tell is asked for", () => {
  const { faults } = readReentry({ symbol: "57/TB-UBND" }, KEY, "2026-11-20");
  const fields = faults.map(({ field }) => field);
  assert.deepEqual(fields, ["type_name", "subject", "signer_name", "issued_date"]);
  const wrong = readReentry({ ...TYPED, issued_date: "31/2" }, KEY, "2026-11-20").faults;
  assert.deepEqual(
    wrong.map(({ field, why }) => `${field} ${why}`),
    ["issued_date not_a_day"],
  );
});

test("an address names a number or a whole register", () => {
  assert.equal(writeKey(KEY), "di-2026-57");
  assert.deepEqual(readKey("di-2026-57"), KEY);
  assert.equal(writeKey({ ...KEY, number: 0 }), "di-2026");
  assert.deepEqual(readKey("di-2026"), { ...KEY, number: 0 });
  for (const id of ["", "di", "di-26", "di-2026-", "di-2026-57-1", "2026-57"])
    assert.equal(readKey(id), null);
});
