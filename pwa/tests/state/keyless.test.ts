import assert from "node:assert/strict";
import { test } from "node:test";
import { createKeylessAsk } from "../../src/state/keyless.ts";
import type { Ask, Reply } from "../../src/sync/node.ts";

const COMMAND = { op: "0".repeat(32), kind: "x", organ: "a", payload: {} };
const RESULT = { op: COMMAND.op, outcome: "accepted", data: null, problem: null };

function node() {
  const asked: string[] = [];
  const ask: Ask = async <T>(_method: unknown, path: string) => {
    asked.push(path);
    return { kind: "ok", value: { v: 1, results: [RESULT] } } as Reply<T>;
  };
  return { asked, ask: createKeylessAsk(ask, () => ["a"]) };
}

test("dv4: what waits in a browser without a key goes as plain commands", async () => {
  const { asked, ask } = node();

  const reply = await ask("POST", "/api/sync", { v: 1, cursor: "c", commands: [COMMAND] }, {});

  assert.deepEqual(asked, ["/api/commands"]);
  const came = { changes: [], cursor: "c", remaining: 1, organs: ["a"], anew: null };
  assert.deepEqual(reply, { kind: "ok", value: { v: 1, results: [RESULT], ...came } });
});

test("dv4: with a key, or with nothing to send, the question is a sync", async () => {
  const { asked, ask } = node();

  await ask("POST", "/api/sync", { v: 1, commands: [COMMAND] }, { "Vanthu-Device": "00" });
  await ask("POST", "/api/sync", { v: 1, commands: [] }, {});

  assert.deepEqual(asked, ["/api/sync", "/api/sync"]);
});
