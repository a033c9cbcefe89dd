/**
 * The journal's chain, as a device verifies it: the twin of vanthu_sync.journal, held to it by
 * sync/vectors/chain.json. SHA-256 comes in as an argument; nothing here does I/O.
 */

import { encode } from "./canonical.ts";

export const JOURNAL_VERSION = 1;
export const FIRST_HASH = "0".repeat(64);
const NONCE_BYTES = 16;
const CHECKPOINT_DOMAIN = "vanthu checkpoint v1\n";

/** SHA-256 over the parts in order as 64 hex digits; a text part counts as its UTF-8 bytes. */
export type Sha256 = (...parts: readonly (string | Uint8Array)[]) => Promise<string>;

export type ChainFault =
  | "wrong_version"
  | "wrong_journal"
  | "hole"
  | "broken_link"
  | "epoch_fell"
  | "body_changed";

/** What the chain hashes of an event. */
export interface Header {
  readonly v: number;
  readonly journal: string;
  readonly epoch: number;
  readonly seq: number;
  readonly kind: string;
  readonly organ: string;
  readonly policy: string;
  readonly at: string;
  readonly actor: string;
  readonly op: string;
  readonly body: string;
  readonly prev: string;
}

/** A header with its body and nonce, or with neither after Gỡ nội dung. */
export interface ChainEvent {
  readonly header: Header;
  readonly nonce: Uint8Array | null;
  readonly body: Uint8Array | null;
}

/** How far a journal is. */
export interface Head {
  readonly journal: string;
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
}

/** The events do not continue the chain: `fault` says how, `seq` where. */
export class ChainBroken extends Error {
  override readonly name = "ChainBroken";
  readonly fault: ChainFault;
  readonly seq: number;

  constructor(fault: ChainFault, seq: number) {
    super(`${fault} at ${seq}`);
    this.fault = fault;
    this.seq = seq;
  }
}

/** Return the head of a new journal. */
export function start(journal: string): Head {
  return { journal, epoch: 1, seq: 0, hash: FIRST_HASH };
}

/** Return the chain hash of an event. */
export function chainHash(header: Header, sha256: Sha256): Promise<string> {
  return sha256(encode({ ...header }));
}

/** Return what the node's key signs for a checkpoint, as text. */
export function checkpointText(head: Head, at: string): string {
  return `${CHECKPOINT_DOMAIN}${encode({ ...head, at })}`;
}

/** Return the head after all `events`; rejects with ChainBroken at the first that does not fit. */
export async function verify(
  head: Head,
  events: Iterable<ChainEvent>,
  sha256: Sha256,
): Promise<Head> {
  let reached = head;
  for (const event of events) reached = await advance(reached, event, sha256);
  return reached;
}

/** Return the head after `event`; rejects with ChainBroken when it does not continue `head`. */
export async function advance(head: Head, event: ChainEvent, sha256: Sha256): Promise<Head> {
  const { header } = event;
  const fault = linkFault(head, header);
  if (fault) throw new ChainBroken(fault, header.seq);
  if (!(await bodyMatches(event, sha256))) throw new ChainBroken("body_changed", header.seq);
  const hash = await chainHash(header, sha256);
  return { journal: head.journal, epoch: header.epoch, seq: header.seq, hash };
}

function linkFault(head: Head, header: Header): ChainFault | null {
  if (header.v !== JOURNAL_VERSION) return "wrong_version";
  if (header.journal !== head.journal) return "wrong_journal";
  if (header.seq !== head.seq + 1) return "hole";
  if (header.prev !== head.hash) return "broken_link";
  return header.epoch < head.epoch ? "epoch_fell" : null;
}

async function bodyMatches(event: ChainEvent, sha256: Sha256): Promise<boolean> {
  const { nonce, body } = event;
  if (nonce === null || body === null) return nonce === null && body === null;
  // A fixed length tells where the nonce ends and the body begins.
  return nonce.length === NONCE_BYTES && (await sha256(nonce, body)) === event.header.body;
}
