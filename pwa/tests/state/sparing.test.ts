import assert from "node:assert/strict";
import { test } from "node:test";
import { createSparing } from "../../src/state/sparing.ts";

function storage(values: Record<string, string> = {}) {
  return {
    values,
    getItem: (key: string) => values[key] ?? null,
    setItem: (key: string, value: string) => {
      values[key] = value;
    },
  };
}

test("the browser's hint counts until the person chooses", () => {
  assert.equal(createSparing(storage(), undefined).value, false);
  assert.equal(createSparing(storage(), { type: "wifi", saveData: false }).value, false);
  assert.equal(createSparing(storage(), { type: "cellular" }).value, true);
  assert.equal(createSparing(storage(), { saveData: true }).value, true);
});

test("a choice is kept, also the one that goes against the hint and back", () => {
  const kept = storage();
  const sparing = createSparing(kept, { type: "cellular" });
  assert.deepEqual(kept.values, {});
  sparing.value = false;
  assert.equal(createSparing(kept, { type: "cellular" }).value, false);
  sparing.value = true;
  assert.equal(createSparing(kept, undefined).value, true);
});
