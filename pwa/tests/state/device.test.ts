import assert from "node:assert/strict";
import { test } from "node:test";
import { createDevice, type Out } from "../../src/state/device.ts";
import type { KeptKey } from "../../src/store/device_key.ts";
import type { Ask, Reply } from "../../src/sync/node.ts";

const { subtle } = globalThis.crypto;
const ENROLLED = { id: "00ff", name: "Máy", code: "02", organ: "ubnd" };

function refused(code: string): Reply<never> {
  const told = { detail: "", next_step: "", field: "", fields: [] };
  return { kind: "refused", problem: { type: "", title: "", status: 403, code, ...told } };
}

/** A device of a node that gives `replies` in their order, then is silent. */
function deviceWith(...replies: Reply<unknown>[]) {
  let kept: KeptKey | null = null;
  const asked: { readonly path: string; readonly body: Record<string, string> }[] = [];
  const outs: Out[] = [];
  const ask: Ask = async <T>(_method: unknown, path: string, body?: unknown) => {
    asked.push({ path, body: body as Record<string, string> });
    return (replies.shift() ?? { kind: "silent", problem: null }) as Reply<T>;
  };
  const keys = {
    read: async () => kept,
    write: async (next: KeptKey) => {
      kept = next;
    },
    remove: async () => {
      kept = null;
    },
  };
  const onOut = async (out: Out) => void outs.push(out);
  return { device: createDevice({ ask, keys, subtle, onOut }), asked, outs, keys };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

async function isSigned(point: string, signature: string, text: string): Promise<boolean> {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await subtle.importKey("raw", bytes(point), curve, false, ["verify"]);
  const data = new TextEncoder().encode(text);
  return subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(signature), data);
}

test("dv1: the key that is shown is the one that signs, and does not leave the browser", async () => {
  const { device, asked, keys } = deviceWith({ kind: "ok", value: ENROLLED });

  assert.equal(await device.enrol("12345678", "Máy"), null);

  const { key = "", proof = "" } = asked[0]?.body ?? {};
  const text = `vanthu enrolment v1\n{"code":"12345678","key":"${key}","name":"Máy"}`;
  assert.equal(bytes(key).length, 65);
  assert.ok(await isSigned(key, proof, text));
  assert.equal((await keys.read())?.pair.privateKey.extractable, false);
  assert.equal(device.here.value, ENROLLED);
});

test("dv2: after a lost reply the same key is shown again", async () => {
  const silent: Reply<never> = { kind: "silent", problem: null };
  const { device, asked } = deviceWith(silent, { kind: "ok", value: ENROLLED });

  assert.equal(await device.enrol("12345678", "Máy"), "silent");
  assert.equal(await device.enrol("12345678", "Máy"), null);

  assert.equal(asked[0]?.body["key"], asked[1]?.body["key"]);
});

test("dv3: a batch goes with the device and its signature over the body", async () => {
  const { device, asked } = deviceWith({ kind: "ok", value: ENROLLED });
  assert.deepEqual(await device.seal("vanthu")("{}"), {});
  await device.enrol("12345678", "Máy");

  const headers = await device.seal("vanthu")("{}");

  const digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
  const text = `vanthu device v1\n00ff\nvanthu\n${digest}`;
  assert.equal(headers["Vanthu-Device"], "00ff");
  assert.ok(await isSigned(asked[0]?.body["key"] ?? "", headers["Vanthu-Signature"] ?? "", text));
});

for (const out of ["DEVICE_LOST", "DEVICE_REVOKED"] as const)
  test(`dv5: a device that hears ${out} has no key any more`, async () => {
    const { device, outs, keys } = deviceWith({ kind: "ok", value: ENROLLED }, refused(out));
    await device.enrol("12345678", "Máy");

    await device.find();

    assert.deepEqual(outs, [out]);
    assert.equal(device.here.value, "none");
    assert.equal(await keys.read(), null);
  });

test("dv5: a restored node that does not know the device, or is silent, wipes nothing", async () => {
  const { device, outs } = deviceWith({ kind: "ok", value: ENROLLED }, refused("DEVICE_UNKNOWN"));
  await device.enrol("12345678", "Máy");

  await device.find();
  await device.find();

  assert.deepEqual(outs, []);
  assert.equal(device.here.value, ENROLLED);
});
