import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { Uploaded } from "../../src/domain/wire.gen.ts";
import { createUploads, type Lane, type Uploads } from "../../src/state/uploads.ts";
import type { WaitingFile, WaitingFiles } from "../../src/store/waiting_files.ts";
import type { Reply } from "../../src/sync/node.ts";
import type { Sending } from "../../src/sync/uploads.ts";
import { LOST, problem } from "../sync/fake_node.ts";

type Send = (file: File, sending: Sending) => Promise<Reply<Uploaded>>;

interface FakeLane extends Lane {
  readonly kept: Map<number, WaitingFile>;
  readonly dropped: string[];
  /** Ends the pauses that run. */
  readonly wake: () => void;
}

function lane(send: Send, { sparing = false } = {}): FakeLane {
  const kept = new Map<number, WaitingFile>();
  const dropped: string[] = [];
  let pauses: (() => void)[] = [];
  const waiting: WaitingFiles = {
    keep: async (form, file) => {
      const id = kept.size + 1;
      kept.set(id, { id, form, file });
      return id;
    },
    of: async (form) => [...kept.values()].filter((each) => each.form === form),
    drop: async (id) => void kept.delete(id),
  };
  return {
    kept,
    dropped,
    waiting,
    upload: { send, drop: ({ name }) => dropped.push(name) },
    wait: () => new Promise((resolve) => pauses.push(resolve)),
    wake: () => {
      for (const end of pauses) end();
      pauses = [];
    },
    sparing: signal(sparing),
  };
}

function uploaded(name: string): Reply<Uploaded> {
  const value = { sha256: name, name, size: 1, media_type: "", pages: null, warnings: [] };
  return { kind: "ok", value };
}

function file(name: string): File {
  return new File(["x"], name);
}

function stages(uploads: Uploads): string[] {
  return uploads.items.value.map(({ name, stage }) => `${name} ${stage.kind}`);
}

/** A send that ends when the test says so, or when it is stopped. */
function held(): { readonly send: Send; readonly end: (reply: Reply<Uploaded>) => void } {
  let end: (reply: Reply<Uploaded>) => void = () => undefined;
  const send: Send = (_, { onSent, signal: stop }) =>
    new Promise((resolve) => {
      end = resolve;
      onSent(7);
      stop.addEventListener("abort", () => resolve(LOST));
    });
  return { send, end: (reply) => end(reply) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("a refused file leaves the others alone", async () => {
  const changes: number[] = [];
  const uploads = createUploads(
    lane(async ({ name }) =>
      name === "hong.pdf" ? { kind: "refused", problem: problem("PDF_BROKEN") } : uploaded(name),
    ),
    (there) => changes.push(there.length),
  );
  await uploads.add([file("a.pdf"), file("hong.pdf"), file("b.pdf")]);
  assert.deepEqual(stages(uploads), ["a.pdf there", "hong.pdf refused", "b.pdf there"]);
  assert.deepEqual(
    uploads.there().map(({ name }) => name),
    ["a.pdf", "b.pdf"],
  );
  assert.deepEqual(changes, [1, 2]);
  assert.equal(uploads.unfinished(), false);
});

test("a lost file goes on by itself, and at once when it is asked for", async () => {
  const replies: Reply<Uploaded>[] = [LOST, LOST, uploaded("a.pdf")];
  const way = lane(async () => replies.shift() ?? LOST);
  const uploads = createUploads(way, () => undefined);
  await uploads.add([file("a.pdf")]);
  assert.deepEqual(stages(uploads), ["a.pdf lost"]);
  assert.equal(uploads.unfinished(), true);
  way.wake();
  await settled();
  assert.deepEqual([stages(uploads), replies.length], [["a.pdf lost"], 1]);
  await uploads.retry(1);
  assert.deepEqual(stages(uploads), ["a.pdf there"]);
});

test("a paused file stops where it is and goes on when it is sent", async () => {
  const { send, end } = held();
  const uploads = createUploads(lane(send), () => undefined);
  const added = uploads.add([file("a.pdf")]);
  await settled();
  uploads.pause(1);
  await added;
  assert.deepEqual(uploads.items.value[0]?.stage, { kind: "paused", sent: 7 });
  const again = uploads.retry(1);
  end(uploaded("a.pdf"));
  await again;
  assert.deepEqual(stages(uploads), ["a.pdf there"]);
});

test("where the link is paid by the byte a file waits for the person", async () => {
  const way = lane(async ({ name }) => uploaded(name), { sparing: true });
  const uploads = createUploads(way, () => undefined);
  await uploads.add([file("a.pdf")]);
  assert.deepEqual(stages(uploads), ["a.pdf paused"]);
  await uploads.retry(1);
  assert.deepEqual(stages(uploads), ["a.pdf there"]);
});

test("what was not there yet goes on after a reload, and what is there is not kept", async () => {
  const { send } = held();
  const way = lane(send);
  const before = createUploads(way, () => undefined, "form");
  const added = before.add([file("a.pdf")]);
  await settled();
  before.close();
  await added;
  assert.deepEqual([...way.kept.keys()], [1]);

  const finishing = {
    ...way,
    upload: { ...way.upload, send: lane(async () => uploaded("a.pdf")).upload.send },
  };
  const after = createUploads(finishing, () => undefined, "form");
  after.restore([]);
  await settled();
  assert.deepEqual(stages(after), ["a.pdf there"]);
  assert.equal(way.kept.size, 0);
});

test("files of another form do not come back in this one", async () => {
  const way = lane(async () => LOST);
  await createUploads(way, () => undefined, "one").add([file("a.pdf")]);
  const other = createUploads(way, () => undefined, "other");
  other.restore([]);
  await settled();
  assert.deepEqual(stages(other), []);
});

test("a removed file is stopped, forgotten here and at the node", async () => {
  const { send } = held();
  const way = lane(send);
  const uploads = createUploads(way, () => undefined, "form");
  const added = uploads.add([file("a.pdf")]);
  await settled();
  uploads.remove(1);
  await added;
  assert.deepEqual([stages(uploads), way.kept.size, way.dropped], [[], 0, ["a.pdf"]]);
});
