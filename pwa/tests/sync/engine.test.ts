import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command, Problem, Result, Sync, Synced } from "../../src/domain/wire.gen.ts";
import {
  createEngine,
  type EngineParts,
  type Page,
  type Shelf,
  type Told,
  unsealed,
} from "../../src/sync/engine.ts";
import type { Reply } from "../../src/sync/node.ts";
import { fakeNode, LOST, problem } from "./fake_node.ts";

const command = (op: string): Command => ({ op, kind: "k", organ: "o", payload: {} });

/** A shelf in memory: what waits, the pages that came, the commands that went back. */
function memory(ops: readonly string[]) {
  let waiting = ops.map(command);
  let cursor = "";
  const pages: Page[] = [];
  const returned: [op: string, code: string][] = [];
  const leave = (op: string) => {
    waiting = waiting.filter((one) => one.op !== op);
  };
  const shelf: Shelf = {
    take: async (_account, countMax) => ({ cursor, commands: waiting.slice(0, countMax) }),
    apply: async (page) => {
      pages.push(page);
      for (const { op } of page.answer.results) leave(op);
      cursor = page.answer.cursor;
      const faulted = waiting.some(({ op }) => page.sent.includes(op));
      return { faulted, more: page.answer.remaining > 0 || waiting.length > 0 };
    },
    giveBack: async (op, { code }: Problem) => {
      returned.push([op, code]);
      leave(op);
    },
  };
  return { shelf, pages, returned, give: (op: string) => void waiting.push(command(op)) };
}

function synced(body: unknown, more: Partial<Synced> = {}): Reply<Synced> {
  const { commands } = body as Sync;
  const results = commands.map(
    ({ op }): Result => ({ op, outcome: "accepted", data: null, problem: null }),
  );
  const page = { v: 1, results, changes: [], cursor: "c", remaining: 0, organs: ["o"], anew: null };
  return { kind: "ok", value: { ...page, ...more } };
}

type Answer = (body: unknown) => Reply<unknown>;

/** An engine over a node that gives `answers` in turn, with timers in the test's hand. */
function running(ops: readonly string[], answers: readonly Answer[], more?: Partial<EngineParts>) {
  const node = fakeNode(
    answers.map(
      (answer) =>
        ({ body }) =>
          answer(body),
    ),
  );
  const kept = memory(ops);
  const told: Told[] = [];
  const timers: { readonly ms: number; readonly act: () => void; live: boolean }[] = [];
  const engine = createEngine({
    ask: node.ask,
    seal: unsealed,
    shelf: kept.shelf,
    account: "lan",
    countMax: 200,
    now: () => "2026-11-20T02:00:00Z",
    chance: () => 0.5,
    later: (ms, act) => {
      const timer = { ms, act, live: true };
      timers.push(timer);
      return () => {
        timer.live = false;
      };
    },
    onTold: (one) => told.push(one),
    ...more,
  });
  const sent = () => node.asked.map(({ body }) => (body as Sync).commands.map(({ op }) => op));
  const live = () => timers.filter((timer) => timer.live);
  return { engine, node, kept, told, timers, live, sent, last: () => told[told.length - 1] };
}

/** Lets everything that is ready happen. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const ok: Answer = (body) => synced(body);

test("se9 one round trip takes what waits and keeps what came, with the cursor for the next", async () => {
  const { engine, kept, node, sent, last, live } = running(["a", "b"], [ok, ok]);
  engine.trigger("open");
  await settled();
  assert.deepEqual(sent(), [["a", "b"]]);
  assert.deepEqual(kept.pages[0]?.sent, ["a", "b"]);
  assert.deepEqual(last(), { phase: "idle", sending: [], remaining: 0, fault: null });
  assert.equal(live().length, 1);
  live()[0]?.act();
  await settled();
  assert.deepEqual(node.asked[1]?.body, { v: 1, cursor: "c", commands: [] });
});

test("se9 a first sync goes on while documents remain, and says how many", async () => {
  const pages = [250, 50, 0].map(
    (remaining): Answer =>
      (body) =>
        synced(body, { remaining }),
  );
  const { engine, kept, told } = running([], pages);
  engine.trigger("open");
  await settled();
  assert.equal(kept.pages.length, 3);
  const counts = told.map(({ remaining }) => remaining).filter((count) => count !== null);
  assert.deepEqual([...new Set(counts)], [250, 50, 0]);
});

test("se1 a lost reply is asked for again with the same operations after a pause", async () => {
  const { engine, sent, last, timers } = running(["a"], [() => LOST, ok]);
  engine.trigger("work");
  await settled();
  assert.deepEqual(last(), { phase: "waiting", sending: [], remaining: null, fault: "silent" });
  assert.equal(timers[0]?.ms, 1500);
  timers[0]?.act();
  await settled();
  assert.deepEqual(sent(), [["a"], ["a"]]);
});

test("work that comes during a round trip goes in the next one, and both never run at once", async () => {
  const { engine, kept, sent } = running(
    ["a"],
    [
      (body) => {
        kept.give("b");
        engine.trigger("work");
        engine.trigger("work");
        return synced(body);
      },
      ok,
    ],
  );
  engine.trigger("work");
  await settled();
  assert.deepEqual(sent(), [["a"], ["b"]]);
});

test("one command that the node cannot take goes back to its author, the others arrive", async () => {
  const answer: Answer = (body) =>
    (body as Sync).commands.some(({ op }) => op === "bad")
      ? { kind: "refused", problem: problem("REQUEST_UNREADABLE", 400) }
      : synced(body);
  const { engine, kept, last } = running(["a", "b", "bad", "c"], Array(9).fill(answer));
  engine.trigger("work");
  await settled();
  assert.deepEqual(kept.returned, [["bad", "REQUEST_UNREADABLE"]]);
  const arrived = kept.pages.flatMap(({ answer: { results } }) => results.map(({ op }) => op));
  assert.deepEqual(arrived, ["a", "b", "c"]);
  assert.equal(last()?.fault, null);
});

test("nobody logged in takes no batch apart: it waits", async () => {
  const { engine, kept, last, live } = running(
    ["a", "b"],
    [() => ({ kind: "refused", problem: problem("AUTH_EXPIRED", 401) })],
  );
  engine.trigger("work");
  await settled();
  assert.deepEqual(kept.returned, []);
  assert.deepEqual(last()?.fault, problem("AUTH_EXPIRED", 401));
  assert.equal(live().length, 1);
});

test("a fault of the node with one command is asked again after a pause, not at once", async () => {
  const { engine, sent, last } = running(["a"], [(body) => synced(body, { results: [] })]);
  engine.trigger("work");
  await settled();
  assert.deepEqual(sent(), [["a"]]);
  assert.equal(last()?.phase, "waiting");
});

test("se9 an answer that this browser could not keep is asked for again", async () => {
  const kept = memory(["a"]);
  let fails = 1;
  const apply: Shelf["apply"] = (page) => {
    fails -= 1;
    return fails >= 0 ? Promise.reject(new Error("QuotaExceededError")) : kept.shelf.apply(page);
  };
  const { engine, sent, timers, last } = running(["a"], [ok, ok], {
    shelf: { ...kept.shelf, apply },
  });
  engine.trigger("work");
  await settled();
  assert.deepEqual([last()?.phase, last()?.fault], ["waiting", "unkept"]);
  timers[0]?.act();
  await settled();
  assert.deepEqual(sent(), [["a"], ["a"]]);
  assert.equal(kept.pages.length, 1);
});

test("the seal is made over the very body that is sent", async () => {
  const bodies: string[] = [];
  const { engine, node } = running(["a"], [ok], {
    seal: async (body) => {
      bodies.push(body);
      return { "X-Seal": String(body.length) };
    },
  });
  engine.trigger("work");
  await settled();
  assert.deepEqual(bodies, [JSON.stringify(node.asked[0]?.body)]);
  assert.deepEqual(node.asked[0]?.headers, { "X-Seal": String(bodies[0]?.length) });
});

test("an engine that was stopped asks nothing more", async () => {
  const { engine, node, live } = running(["a"], []);
  engine.stop();
  engine.trigger("by_hand");
  await settled();
  assert.equal(node.asked.length, 0);
  assert.equal(live().length, 0);
});
