import assert from "node:assert/strict";
import { test } from "node:test";
import { joinSymbol, notationFor, splitSymbol, typeOfNotation } from "../../src/domain/symbol.ts";

test("one typed symbol becomes số and ký hiệu", () => {
  assert.deepEqual(splitSymbol("45/UBND-NV"), { number: "45", notation: "UBND-NV" });
  assert.deepEqual(splitSymbol(" Số: 45 / UBND-NV "), { number: "45", notation: "UBND-NV" });
  assert.deepEqual(splitSymbol("45-NQ/TW"), { number: "45", notation: "-NQ/TW" });
  assert.deepEqual(splitSymbol("45"), { number: "45", notation: "" });
  assert.deepEqual(splitSymbol("UBND-NV"), { number: "", notation: "UBND-NV" });
  assert.deepEqual(splitSymbol(""), { number: "", notation: "" });
});

test("put together again it is what stands on the paper", () => {
  for (const symbol of ["45/UBND-NV", "14/1998/CT-TTg", "45-NQ/TW", "02/QĐ-UBND", "7"])
    assert.equal(joinSymbol(splitSymbol(symbol)), symbol);
});

test("the notation shows the document's type", () => {
  assert.equal(typeOfNotation("QĐ-UBND"), "Quyết định");
  assert.equal(typeOfNotation("1998/CT-TTg"), "Chỉ thị");
  assert.equal(typeOfNotation("-NQ/TW"), "Nghị quyết");
  assert.equal(typeOfNotation("UBND-NV"), "Công văn");
  assert.equal(typeOfNotation(""), "");
});

test("a type proposes its notation", () => {
  assert.equal(notationFor("Thông báo", "UBND"), "TB-UBND");
  assert.equal(notationFor("Công văn", "UBND"), "UBND");
});
