import assert from "node:assert/strict";
import { test } from "node:test";
import { readAccount, type TypedAccount } from "../../src/domain/account_form.ts";

const TYPED: TypedAccount = {
  account: " Hoa.LT ",
  name: "Lê  Thị Hoa",
  position: "",
  password: "  lúa chín  ",
  roles: ["lanh_dao", "van_thu"],
};

function faultsOf(change: Partial<TypedAccount>): string[] {
  return readAccount({ ...TYPED, ...change }, ["chutich"]).faults.map((fault) => fault.join(" "));
}

test("an account is read with its name mended and its password as it was typed", () => {
  const { account, faults } = readAccount(TYPED, ["chutich"]);
  assert.deepEqual(faults, []);
  assert.deepEqual(account, {
    account: "hoa.lt",
    name: "Lê Thị Hoa",
    position: "",
    password: "  lúa chín  ",
    roles: ["van_thu", "lanh_dao"],
  });
});

test("each rule that is broken is told at its field", () => {
  assert.deepEqual(faultsOf({ account: "" }), ["account accountRule"]);
  assert.deepEqual(faultsOf({ account: "hoà" }), ["account accountRule"]);
  assert.deepEqual(faultsOf({ account: "a".repeat(41) }), ["account accountRule"]);
  assert.deepEqual(faultsOf({ account: "ChuTich" }), ["account accountTaken"]);
  assert.deepEqual(faultsOf({ name: " " }), ["name nameNeeded"]);
  assert.deepEqual(faultsOf({ roles: [] }), ["roles roleNeeded"]);
  assert.deepEqual(faultsOf({ password: "7 ký tự" }), ["password passwordRule"]);
  assert.deepEqual(faultsOf({ password: "x".repeat(201) }), ["password passwordRule"]);
  assert.deepEqual(faultsOf({ password: "x".repeat(200) }), []);
});
