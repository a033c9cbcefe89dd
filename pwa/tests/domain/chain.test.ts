import assert from "node:assert/strict";
import { test } from "node:test";
import {
  advance,
  ChainBroken,
  type ChainEvent,
  chainHash,
  checkpointText,
  type Head,
  type Header,
  verify,
} from "../../src/domain/chain.ts";
import { readVectors, sha256 } from "../vectors.ts";

interface Written {
  readonly header: Header;
  readonly nonce: string | null;
  readonly body: string | null;
  readonly hash: string;
}

interface Vectors {
  readonly start: Head;
  readonly events: readonly Written[];
  readonly head: Head;
  readonly removed: readonly Written[];
  readonly checkpoint: { readonly head: Head; readonly at: string; readonly text: string };
  readonly faults: readonly {
    readonly name: string;
    readonly head: Head;
    readonly event: Written;
    readonly fault: string;
    readonly seq: number;
  }[];
}

const vectors = readVectors<Vectors>("chain");

function eventOf({ header, nonce, body }: Written): ChainEvent {
  return {
    header,
    nonce: nonce === null ? null : Buffer.from(nonce, "hex"),
    body: body === null ? null : Buffer.from(body, "utf-8"),
  };
}

test("JN2 each event has the hash that Python gives it", async () => {
  for (const { header, hash } of vectors.events)
    assert.equal(await chainHash(header, sha256), hash);
});

test("JN3 the chain leads to the same head", async () => {
  const reached = await verify(vectors.start, vectors.events.map(eventOf), sha256);
  assert.deepEqual(reached, vectors.head);
});

test("JN4 the chain verifies after Gỡ nội dung", async () => {
  assert.ok(vectors.removed.some(({ body }) => body === null));
  const reached = await verify(vectors.start, vectors.removed.map(eventOf), sha256);
  assert.deepEqual(reached, vectors.head);
});

test("the node's key signs the same text for a checkpoint", () => {
  const { head, at, text } = vectors.checkpoint;
  assert.equal(checkpointText(head, at), text);
});

for (const { name, head, event, fault, seq } of vectors.faults)
  test(`a broken chain is refused: ${name}`, async () => {
    await assert.rejects(advance(head, eventOf(event), sha256), (error: unknown) => {
      assert.ok(error instanceof ChainBroken);
      assert.deepEqual([error.fault, error.seq], [fault, seq]);
      return true;
    });
  });
