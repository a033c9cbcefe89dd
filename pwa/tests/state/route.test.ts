import assert from "node:assert/strict";
import { test } from "node:test";
import { address, parseRoute, SCREENS } from "../../src/state/route.ts";

test("an address leads back to its place", () => {
  for (const screen of SCREENS)
    assert.deepEqual(parseRoute(address("xã/đông hòa", screen, "a b")), {
      organ: "xã/đông hòa",
      screen,
      id: "a b",
    });
});

test("an unknown or broken address leads to the incoming list", () => {
  for (const hash of ["", "#/", "#/o/khong-co", "#/o/%E0%A4%A/1"])
    assert.equal(parseRoute(hash).screen, "den");
});
