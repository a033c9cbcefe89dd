import assert from "node:assert/strict";
import { test } from "node:test";
import { createLink } from "../../src/state/link.ts";
import { createSession } from "../../src/state/session.ts";
import type { Reply } from "../../src/sync/node.ts";
import { fakeNode, LOST, problem } from "../sync/fake_node.ts";

const ME = { account: "lan", name: "Lan", memberships: [], expires_at: "" };

test("a question waits for the log-in after an expired session, then goes on", async () => {
  const node = fakeNode([
    () => ({ kind: "refused", problem: problem("AUTH_EXPIRED", 401) }),
    () => ({ kind: "ok", value: ME }),
    () => ({ kind: "ok", value: { rows: [] } }),
  ]);
  const link = createLink(node.ask);
  const session = createSession(link);
  const answer = link.ask("GET", "/api/organs/o/incoming");
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(link.expired.value, true);
  assert.equal(await session.logIn("lan", "mat-khau"), null);
  assert.equal(link.expired.value, false);
  assert.deepEqual(await answer, { kind: "ok", value: { rows: [] } });
});

test("an upload waits for the log-in too", async () => {
  const node = fakeNode([() => ({ kind: "ok", value: ME })]);
  const link = createLink(node.ask);
  const replies: Reply<string>[] = [
    { kind: "refused", problem: problem("AUTH_EXPIRED", 401) },
    { kind: "ok", value: "there" },
  ];
  const sent = link.patiently(async () => replies.shift() ?? LOST);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(link.expired.value, true);
  await createSession(link).logIn("lan", "mat-khau");
  assert.deepEqual(await sent, { kind: "ok", value: "there" });
});

test("a wrong password keeps the questions waiting and says so", async () => {
  const node = fakeNode([() => ({ kind: "refused", problem: problem("AUTH_WRONG", 401) })]);
  const session = createSession(createLink(node.ask));
  const refused = await session.logIn("lan", "sai");
  assert.ok(refused !== null && refused !== "silent");
  assert.equal(refused.code, "AUTH_WRONG");
  assert.equal(session.who.value.kind, "asking");
});

test("the node is reachable when it answers, whatever it answers", async () => {
  const node = fakeNode([
    () => LOST,
    () => ({ kind: "silent", problem: problem("STORAGE_FAILED", 500) }),
    () => LOST,
  ]);
  const link = createLink(node.ask);
  const seen: (boolean | null)[] = [link.reachable.value];
  for (let count = 0; count < 3; count += 1) {
    await link.ask("GET", "/api/x");
    seen.push(link.reachable.value);
  }
  assert.deepEqual(seen, [null, false, true, false]);
});

test("a silent node at the start is told apart from nobody logged in", async () => {
  const silent = createSession(createLink(fakeNode([() => LOST]).ask));
  await silent.find();
  assert.equal(silent.who.value.kind, "unreachable");
  const refused = () => ({ kind: "refused" as const, problem: problem("AUTH_REQUIRED", 401) });
  const nobody = createSession(createLink(fakeNode([refused]).ask));
  await nobody.find();
  assert.equal(nobody.who.value.kind, "nobody");
});

test("the link is quiet once no command is on its way", async () => {
  let answer: (reply: Reply<unknown>) => void = () => undefined;
  const link = createLink(
    <T>() =>
      new Promise<Reply<T>>((resolve) => {
        answer = resolve as (reply: Reply<unknown>) => void;
      }),
  );
  const command = link.ask("POST", "/api/commands", {});
  let quiet = false;
  const waiting = link.quiet().then(() => {
    quiet = true;
  });
  await Promise.resolve();
  assert.equal(quiet, false);
  answer({ kind: "ok", value: null });
  await Promise.all([command, waiting]);
  assert.equal(quiet, true);
});
