import assert from "node:assert/strict";
import { test } from "node:test";
import type { Uploaded } from "../../src/domain/wire.gen.ts";
import { createUploads } from "../../src/state/uploads.ts";
import type { Reply } from "../../src/sync/node.ts";
import { LOST, problem } from "../sync/fake_node.ts";

function uploaded(name: string): Reply<Uploaded> {
  const value = { sha256: name, name, size: 1, media_type: "", pages: null, warnings: [] };
  return { kind: "ok", value };
}

function file(name: string): File {
  return new File(["x"], name);
}

test("a refused file leaves the others alone", async () => {
  const changes: number[] = [];
  const uploads = createUploads(
    async ({ name }) =>
      name === "hong.pdf" ? { kind: "refused", problem: problem("PDF_BROKEN") } : uploaded(name),
    (there) => changes.push(there.length),
  );
  await uploads.add([file("a.pdf"), file("hong.pdf"), file("b.pdf")]);
  assert.deepEqual(
    uploads.items.value.map(({ name, stage }) => [name, stage.kind]),
    [
      ["a.pdf", "there"],
      ["hong.pdf", "refused"],
      ["b.pdf", "there"],
    ],
  );
  assert.deepEqual(
    uploads.there().map(({ name }) => name),
    ["a.pdf", "b.pdf"],
  );
  assert.deepEqual(changes, [1, 2]);
});

test("a lost file can be sent again", async () => {
  const replies: Reply<Uploaded>[] = [LOST, uploaded("a.pdf")];
  const uploads = createUploads(
    async () => replies.shift() ?? LOST,
    () => undefined,
  );
  await uploads.add([file("a.pdf")]);
  assert.equal(uploads.items.value[0]?.stage.kind, "lost");
  await uploads.retry(uploads.items.value[0]?.id ?? 0);
  assert.equal(uploads.items.value[0]?.stage.kind, "there");
});
