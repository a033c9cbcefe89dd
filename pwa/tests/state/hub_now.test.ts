import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { NodeState } from "../../src/domain/wire.gen.ts";
import { createHubNow } from "../../src/state/hub_now.ts";
import { fakeNode, LOST, problem } from "../sync/fake_node.ts";

const HEARD = () => ({ kind: "ok" as const, value: null });
const BEFORE = { hub_head: 3, last_contact: "a", failures: 1, files_waiting: 0, next_try_at: "b" };

/** A pulse whose hub is `hubs` in turn, one a look; the last one stays. */
function pulseOf(hubs: readonly object[]) {
  const state = signal<NodeState | null>({ hub: BEFORE } as unknown as NodeState);
  let looks = 0;
  const look = async () => {
    const hub = hubs[Math.min(looks, hubs.length - 1)];
    state.value = { hub } as unknown as NodeState;
    looks += 1;
  };
  return { state, look, looks: () => looks };
}

test("it sends until the round shows in the node's state", async () => {
  const node = fakeNode([HEARD]);
  const cleared = { ...BEFORE, next_try_at: null };
  const pulse = pulseOf([cleared, cleared, { ...BEFORE, failures: 2 }]);
  const seen: boolean[] = [];
  const wait = async () => void seen.push(now.sending.value);
  const now = createHubNow({ ask: node.ask, pulse, wait });
  await now.send("xã đông");
  assert.deepEqual(seen, [true, true]);
  assert.equal(now.sending.value, false);
  assert.equal(pulse.looks(), 3);
  assert.deepEqual(node.asked[0]?.path, "/api/organs/x%C3%A3%20%C4%91%C3%B4ng/hub-now");
});

test("it stops saying that it sends when nothing shows for half a minute", async () => {
  let waited = 0;
  const wait = async (ms: number) => {
    waited += ms;
  };
  const now = createHubNow({ ask: fakeNode([HEARD]).ask, pulse: pulseOf([BEFORE]), wait });
  await now.send("o");
  assert.equal(now.sending.value, false);
  assert.equal(waited, 30_000);
});

test("a wish that was not heard says so and looks at nothing", async () => {
  const wait = async () => undefined;
  const refused = () => ({ kind: "refused" as const, problem: problem("RIGHT_MISSING", 403) });
  for (const [reply, told] of [
    [refused, problem("RIGHT_MISSING", 403)],
    [() => LOST, "silent"],
  ] as const) {
    const pulse = pulseOf([BEFORE]);
    const now = createHubNow({ ask: fakeNode([reply]).ask, pulse, wait });
    await now.send("o");
    assert.deepEqual(now.problem.value, told);
    assert.equal(pulse.looks(), 0);
  }
});
