import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createSync,
  rescueText,
  type SyncParts,
  standingOf,
  type Waiting,
} from "../../src/state/sync.ts";
import type { Message, Tabs } from "../../src/state/tabs.ts";
import type { Outbox } from "../../src/store/outbox.ts";
import { AT_REST, type Engine, type Told } from "../../src/sync/engine.ts";

const WISH = { op: "op1", kind: "incoming.register", organ: "o", payload: { a: 1 } };

/** An outbox in memory that two tabs share. */
function memory(): Outbox {
  let all: readonly Waiting[] = [];
  const change = (op: string, act: (one: Waiting) => Waiting[]) => {
    all = all.flatMap((one) => (one.op === op ? act(one) : [one]));
  };
  return {
    add: async ({ wish, account, label, at }) => {
      const kept = { ...wish, account, label, made_at: at, bytes: 7, problem: null };
      all = [...all, { ...kept, state: "waiting", seq: all.length }];
    },
    list: async (account) => all.filter((one) => one.account === account),
    answers: async () => [],
    again: async (op) => change(op, (one) => [{ ...one, state: "waiting" }]),
    remove: async (op) => change(op, () => []),
    seen: async () => undefined,
  };
}

/** Tabs of one browser: the first that asks leads, until it ends. */
function browser() {
  const heard = new Map<object, (message: Message) => void>();
  const queue: { begin: () => () => void; end: (() => void) | null }[] = [];
  const lead = () => {
    const [first] = queue;
    if (first && !first.end) first.end = first.begin();
  };
  const tab = (): Tabs => {
    const self = {};
    return {
      lead: (begin) => {
        const place: (typeof queue)[number] = { begin, end: null };
        queue.push(place);
        lead();
        return () => {
          place.end?.();
          queue.splice(queue.indexOf(place), 1);
          lead();
        };
      },
      say: (message) => {
        for (const [other, act] of heard) if (other !== self) act(message);
      },
      hear: (act) => {
        heard.set(self, act);
        return () => heard.delete(self);
      },
    };
  };
  return { tab };
}

function opened(outbox: Outbox, tabs: Tabs, more: Partial<SyncParts> = {}) {
  const triggers: string[] = [];
  let told: (told: Told) => void = () => undefined;
  const engine = (_account: string, onTold: (told: Told) => void): Engine => {
    told = onTold;
    return { trigger: (trigger) => void triggers.push(trigger), stop: () => triggers.push("stop") };
  };
  const rows = { place: async () => null };
  const now = () => "2026-11-20T02:00:00Z";
  const onOther = () => undefined;
  const sync = createSync({ outbox, rows, tabs, engine, now, onOther, ...more });
  return { sync, triggers, tell: (one: Told) => told(one) };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test("a count is not known before it was read, and not when it cannot be read", async () => {
  const { sync } = opened(memory(), browser().tab());
  assert.equal(sync.pending.value, null);
  sync.begin("lan");
  await settled();
  assert.equal(sync.pending.value, 0);
  const list = () => Promise.reject(new Error("no store"));
  const broken = opened({ ...memory(), list }, browser().tab()).sync;
  broken.begin("lan");
  await settled();
  assert.equal(broken.pending.value, null);
  assert.equal(broken.unkept.value, true);
});

test("a command given in a tab that does not write counts in both, and the writer sends it", async () => {
  const [outbox, { tab }] = [memory(), browser()];
  const writer = opened(outbox, tab());
  const other = opened(outbox, tab());
  writer.sync.begin("lan");
  other.sync.begin("lan");
  await other.sync.give(WISH, "Về việc");
  await settled();
  assert.deepEqual([writer.sync.pending.value, other.sync.pending.value], [1, 1]);
  assert.equal(writer.sync.oldest.value, "2026-11-20T02:00:00Z");
  assert.ok(writer.triggers.includes("work"));
  assert.deepEqual(other.triggers, []);
});

test("when the writer is closed another tab goes on", () => {
  const { tab } = browser();
  const writer = opened(memory(), tab());
  const other = opened(memory(), tab());
  const close = writer.sync.begin("lan");
  other.sync.begin("lan");
  assert.deepEqual(other.triggers, []);
  close();
  assert.deepEqual(other.triggers, ["open"]);
  assert.ok(writer.triggers.includes("stop"));
});

test("what the writer tells is heard in every tab of the same account", () => {
  const { tab } = browser();
  const writer = opened(memory(), tab());
  const other = opened(memory(), tab());
  writer.sync.begin("lan");
  other.sync.begin("lan");
  writer.tell({ ...AT_REST, phase: "asking", sending: ["op1"] });
  assert.deepEqual(other.sync.told.value.sending, ["op1"]);
});

test("se2 a tab stops sending at once when another account works in the browser", () => {
  const { tab } = browser();
  let others = 0;
  const onOther = () => {
    others += 1;
  };
  const writer = opened(memory(), tab(), { onOther });
  writer.sync.begin("lan");
  opened(memory(), tab()).sync.begin("minh");
  assert.equal(writer.triggers[writer.triggers.length - 1], "stop");
  assert.equal(others, 1);
});

test("a local save never claims the node", () => {
  const one = { op: "op1", state: "waiting" } as const;
  const standing = (reachable: boolean | null) => standingOf(one, AT_REST, reachable);
  assert.deepEqual([null, false, true].map(standing), ["saved", "saved", "waiting"]);
  assert.equal(standingOf(one, { sending: ["op1"] }, true), "sending");
  assert.equal(standingOf({ ...one, state: "returned" }, AT_REST, true), "look");
});

test("a rescue file holds each command whole", async () => {
  const outbox = memory();
  await outbox.add({ wish: WISH, account: "lan", label: "Về việc", at: "t" });
  const text = rescueText(await outbox.list("lan"), { made_at: "m", node: "n" });
  const { commands, ...made } = JSON.parse(text);
  assert.deepEqual(made, { v: 1, made_at: "m", node: "n" });
  assert.deepEqual(commands[0].payload, WISH.payload);
  assert.equal(commands[0].op, "op1");
});
