import assert from "node:assert/strict";
import { test } from "node:test";
import { createAsk } from "../../src/sync/node.ts";

function answering(
  status: number,
  body: string,
): { ask: ReturnType<typeof createAsk>; sent: RequestInit[] } {
  const sent: RequestInit[] = [];
  const ask = createAsk(async (_url, init) => {
    sent.push(init);
    return new Response(status === 204 ? null : body, { status });
  });
  return { ask, sent };
}

test("an answer is ok", async () => {
  const { ask } = answering(200, '{"a":1}');
  assert.deepEqual(await ask("GET", "/api/x"), { kind: "ok", value: { a: 1 } });
  assert.deepEqual(await answering(204, "").ask("DELETE", "/api/session"), {
    kind: "ok",
    value: null,
  });
});

test("a refusal brings its code, cause and next step", async () => {
  const body =
    '{"type":"t","title":"Sai","status":401,"code":"AUTH_WRONG","next_step":"Nhập lại."}';
  const reply = await answering(401, body).ask("POST", "/api/session", {});
  assert.ok(reply.kind === "refused");
  assert.equal(reply.problem.code, "AUTH_WRONG");
  assert.equal(reply.problem.next_step, "Nhập lại.");
  assert.deepEqual(reply.problem.fields, []);
});

test("no answer, garbage and a fault of the node are silence", async () => {
  const down = createAsk(async () => {
    throw new TypeError("connection refused");
  });
  assert.deepEqual(await down("GET", "/api/x"), { kind: "silent", problem: null });
  assert.equal((await answering(200, "<html>").ask("GET", "/api/x")).kind, "silent");
  assert.equal((await answering(404, "[]").ask("GET", "/api/x")).kind, "silent");
  const broken = await answering(507, '{"code":"DISK_FULL"}').ask("GET", "/api/x");
  assert.ok(broken.kind === "silent");
  assert.equal(broken.problem?.code, "DISK_FULL");
});

test("what changes something says that it comes from this page", async () => {
  const { ask, sent } = answering(200, "{}");
  await ask("POST", "/api/commands", { v: 1 });
  const headers = new Headers(sent[0]?.headers);
  assert.equal(headers.get("X-Vanthu"), "1");
  assert.equal(headers.get("Content-Type"), "application/json");
  assert.equal(sent[0]?.body, '{"v":1}');
});
