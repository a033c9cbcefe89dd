/**
 * This browser as a device that the node knows by a key (PROTOCOL.md DV).
 *
 * 1. The key is kept before it is shown to the node: a lost reply is asked for again with it.
 * 2. A device that is put out hears so before anybody logs in. Lost: everything goes. Revoked: what
 *    the node has goes, and the key; what was never sent stays for its author.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import { batchText, enrolmentText, toHex } from "../domain/device.ts";
import type { Enrolled, Problem } from "../domain/wire.gen.ts";
import type { KeyStore } from "../store/device_key.ts";
import type { Ask, Headers, Reply } from "../sync/node.ts";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };

/** "asking" until the browser has said; "none": this one has no key; "barred": it can have none. */
export type Here = "asking" | "none" | "barred" | Enrolled;

export type Out = "DEVICE_LOST" | "DEVICE_REVOKED";

export interface DeviceParts {
  readonly ask: Ask;
  readonly keys: KeyStore;
  /** undefined where the page is not in a secure context. */
  readonly subtle: SubtleCrypto | undefined;
  /** Takes out what has to go. */
  readonly onOut: (out: Out) => Promise<void>;
}

export interface Device {
  readonly here: ReadonlySignal<Here>;
  /** Reads what this browser is, and asks the node whether it still is. */
  readonly find: () => Promise<void>;
  /** Returns the problem, or null after success; "silent" if the node does not answer. */
  readonly enrol: (code: string, name: string) => Promise<Problem | "silent" | null>;
  /** Returns the headers that prove a batch of `account`; none where there is no key. */
  readonly seal: (account: string) => (body: string) => Promise<Headers>;
  /** Hears every reply: one that says that this device is out is acted on. */
  readonly heed: (reply: Reply<unknown>) => Promise<void>;
}

/** Return the device of this browser; nothing is read before `find`. */
export function createDevice(parts: DeviceParts): Device {
  const { ask, keys, subtle, onOut } = parts;
  const here = signal<Here>("asking");

  const heed = async (reply: Reply<unknown>) => {
    const code = reply.kind === "refused" ? reply.problem.code : "";
    if (code !== "DEVICE_LOST" && code !== "DEVICE_REVOKED") return;
    await keys.remove();
    here.value = "none";
    await onOut(code);
  };

  const find = async () => {
    const kept = subtle ? await keys.read().catch(() => "barred" as const) : "barred";
    here.value = kept === "barred" ? kept : (kept?.known ?? "none");
    if (kept !== "barred" && kept?.known)
      await heed(await ask("GET", `/api/devices/${encodeURIComponent(kept.known.id)}`));
  };

  const sign = async (pair: CryptoKeyPair, text: string) => {
    const bytes = new TextEncoder().encode(text);
    const made = await (subtle as SubtleCrypto).sign(SIGNING, pair.privateKey, bytes);
    return toBase64(new Uint8Array(made));
  };

  const enrol = async (code: string, name: string) => {
    if (!subtle) return "silent";
    const pair = (await keys.read())?.pair ?? (await newPair(subtle));
    await keys.write({ pair, known: null });
    const key = toBase64(new Uint8Array(await subtle.exportKey("raw", pair.publicKey)));
    const proof = await sign(pair, enrolmentText({ code, name, key }));
    const reply = await ask<Enrolled>("POST", "/api/devices/enrol", { code, name, key, proof });
    if (reply.kind !== "ok") return reply.problem ?? "silent";
    await keys.write({ pair, known: reply.value });
    here.value = reply.value;
    return null;
  };

  const headers = async (account: string, body: string): Promise<Headers> => {
    const kept = subtle ? await keys.read() : null;
    if (!subtle || !kept?.known) return {};
    const digest = await subtle.digest("SHA-256", new TextEncoder().encode(body));
    const text = batchText(kept.known.id, account, toHex(new Uint8Array(digest)));
    return { "Vanthu-Device": kept.known.id, "Vanthu-Signature": await sign(kept.pair, text) };
  };
  const seal = (account: string) => (body: string) => headers(account, body);

  return { here, find, enrol, seal, heed };
}

function newPair(subtle: SubtleCrypto): Promise<CryptoKeyPair> {
  return subtle.generateKey(ALGORITHM, false, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
