import assert from "node:assert/strict";
import { test } from "node:test";
import { createEntry, type Entry } from "../../src/state/entry.ts";
import type { Draft, Drafts } from "../../src/store/drafts.ts";
import type { Wish } from "../../src/sync/commands.ts";
import type { Ask } from "../../src/sync/node.ts";
import { accept, fakeNode, LOST, problem, reject } from "../sync/fake_node.ts";

interface Done {
  readonly number: number;
}

function memory(): Drafts & { readonly kept: Map<string, Draft> } {
  const kept = new Map<string, Draft>();
  return {
    kept,
    read: async (key) => kept.get(key) ?? null,
    write: async (draft) => void kept.set(draft.key, draft),
    remove: async (key) => void kept.delete(key),
  };
}

function entryOver(ask: Ask, drafts: Drafts, ops: string[] = ["op1", "op2"]): Entry<object, Done> {
  return createEntry<object, Done>({
    ask,
    drafts,
    key: "form",
    kind: "incoming.register",
    organ: "o",
    newOp: () => ops.shift() ?? "none left",
    wait: async () => undefined,
  });
}

const FILE = {
  sha256: "f".repeat(64),
  name: "quyet-dinh.pdf",
  size: 5,
  media_type: "application/pdf",
  pages: 1,
  warnings: [],
};

test("what is typed and uploaded is there again after a reload", async () => {
  const drafts = memory();
  const before = entryOver(fakeNode([]).ask, drafts);
  await before.open();
  await before.keepValues({ subject: "Về việc" });
  await before.keepFiles([FILE]);
  const after = entryOver(fakeNode([]).ask, drafts);
  await after.open();
  assert.equal(after.phase.value.kind, "editing");
  assert.deepEqual(after.draft.value.values, { subject: "Về việc" });
  assert.deepEqual(after.draft.value.files, [FILE]);
});

test("the operation is kept with its content before it is sent", async () => {
  const drafts = memory();
  let keptAtSending: Draft | undefined;
  const node = fakeNode([
    (question) => {
      keptAtSending = drafts.kept.get("form");
      return accept({ number: 1 })(question);
    },
  ]);
  const entry = entryOver(node.ask, drafts);
  await entry.open();
  await entry.send({ fields: { subject: "a" } });
  assert.equal(keptAtSending?.sending?.op, "op1");
  assert.deepEqual(keptAtSending?.sending?.payload, { fields: { subject: "a" } });
});

test("after a reload in the middle the same operation is asked again (R-IN-16)", async () => {
  const drafts = memory();
  const never = new Promise<never>(() => undefined);
  const before = entryOver(() => never, drafts);
  await before.open();
  void before.send({ a: 1 });
  await new Promise((resolve) => setImmediate(resolve));

  const node = fakeNode([() => LOST, accept({ number: 153 })]);
  const after = entryOver(node.ask, drafts, ["another"]);
  await after.open();
  assert.deepEqual(
    node.wishes().map(({ op }) => op),
    ["op1", "op1"],
  );
  assert.deepEqual(after.phase.value, { kind: "done", result: { number: 153 } });
});

test("a number stays on the screen, also over a reload, until it was seen", async () => {
  const drafts = memory();
  const entry = entryOver(fakeNode([accept({ number: 153 })]).ask, drafts);
  await entry.open();
  await entry.send({});
  const reloaded = entryOver(fakeNode([]).ask, drafts);
  await reloaded.open();
  assert.deepEqual(reloaded.phase.value, { kind: "done", result: { number: 153 } });
  await reloaded.finish();
  assert.equal(reloaded.phase.value.kind, "editing");
  assert.equal(await drafts.read("form"), null);
});

test("a refused operation is over: the next try has another id and keeps what was typed", async () => {
  const drafts = memory();
  const node = fakeNode([
    reject(problem("DUPLICATE_DOCUMENT", 409), { number: 98 }),
    accept({ number: 99 }),
  ]);
  const entry = entryOver(node.ask, drafts);
  await entry.open();
  await entry.keepValues({ subject: "Về việc" });
  await entry.send({ a: 1 });
  const { value: refused } = entry.phase;
  assert.ok(refused.kind === "refused");
  assert.deepEqual([refused.data, refused.payload], [{ number: 98 }, { a: 1 }]);
  assert.deepEqual(entry.draft.value.values, { subject: "Về việc" });
  await entry.send({ ...refused.payload, duplicate_ok: true });
  assert.deepEqual(
    node.wishes().map(({ op }) => op),
    ["op1", "op2"],
  );
});

test("the values of an accepted entry can be repeated (F4)", async () => {
  const entry = entryOver(fakeNode([accept({ number: 1 })]).ask, memory());
  await entry.open();
  assert.equal(await entry.previous(), null);
  await entry.keepValues({ organ_name: "Sở Nội vụ" });
  await entry.send({});
  assert.deepEqual(await entry.previous(), { organ_name: "Sở Nội vụ" });
});

test("a browser that keeps nothing is told of, and still registers", async () => {
  const broken: Drafts = {
    read: async () => Promise.reject(new Error("no storage")),
    write: async () => Promise.reject(new Error("no storage")),
    remove: async () => Promise.reject(new Error("no storage")),
  };
  const entry = entryOver(fakeNode([accept({ number: 7 })]).ask, broken);
  await entry.open();
  await entry.send({});
  assert.equal(entry.unkept.value, true);
  assert.deepEqual(entry.phase.value, { kind: "done", result: { number: 7 } });
});

test("an operation without a reply can be left to the outbox under its own id, and the form is free", async () => {
  const drafts = memory();
  const left: [wish: Wish, label: string][] = [];
  let lose: () => void = () => undefined;
  const silence = new Promise<void>((resolve) => {
    lose = resolve;
  });
  const node = fakeNode([() => LOST, accept({ number: 153 })]);
  const entry = createEntry<object, Done>({
    ask: node.ask,
    drafts,
    key: "form",
    kind: "incoming.register",
    organ: "o",
    newOp: () => "op1",
    wait: () => silence,
    later: async (wish, label) => void left.push([wish, label]),
  });
  await entry.open();
  await entry.keepValues({ subject: "Về việc" });
  void entry.send({ a: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  await entry.postpone();
  lose();
  await new Promise((resolve) => setImmediate(resolve));
  const wish = { op: "op1", kind: "incoming.register", organ: "o", payload: { a: 1 } };
  assert.deepEqual(left, [[wish, "Về việc"]]);
  assert.equal(entry.phase.value.kind, "editing");
  assert.equal(drafts.kept.has("form"), false);
  assert.equal(node.asked.length, 1);
  assert.deepEqual(await entry.previous(), { subject: "Về việc" });
});

test("an operation that the outbox could not keep stays in the form", async () => {
  const drafts = memory();
  const entry = createEntry<object, Done>({
    ask: fakeNode([() => LOST]).ask,
    drafts,
    key: "form",
    kind: "incoming.register",
    organ: "o",
    newOp: () => "op1",
    wait: () => new Promise(() => undefined),
    later: () => Promise.reject(new Error("QuotaExceededError")),
  });
  await entry.open();
  void entry.send({ a: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  await entry.postpone();
  assert.equal(entry.phase.value.kind, "sending");
  assert.equal(entry.unkept.value, true);
  assert.equal(drafts.kept.get("form")?.sending?.op, "op1");
});
