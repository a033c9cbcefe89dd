/** What a device signs (PROTOCOL.md DV1, DV3); the twin of vanthu_sync.signed_records. */

import { encode } from "./canonical.ts";

export interface Enrolment {
  readonly code: string;
  readonly name: string;
  /** The raw point, base64. */
  readonly key: string;
}

/** Return the text that shows that the key is the device's own; throws NotCanonical. */
export function enrolmentText({ code, name, key }: Enrolment): string {
  return `vanthu enrolment v1\n${encode({ code, name, key })}`;
}

/** Return the text that goes with a batch; `digest` is SHA-256 of its body, in hex. */
export function batchText(device: string, account: string, digest: string): string {
  return `vanthu device v1\n${device}\n${account}\n${digest}`;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
