import assert from "node:assert/strict";
import { test } from "node:test";
import { createLock, IDLE_MS } from "../../src/state/lock.ts";

/** A browser whose clock and link the test moves; each tab is a lock over the same store. */
function browser() {
  const store = new Map<string, string>();
  const world = { at: 1_000_000, reachable: true as boolean | null };
  const tab = () =>
    createLock({
      kept: {
        getItem: (key) => store.get(key) ?? null,
        setItem: (key, value) => void store.set(key, value),
        removeItem: (key) => void store.delete(key),
      },
      now: () => world.at,
      reachable: () => world.reachable,
    });
  return { world, tab };
}

test("five minutes without a touch lock the screen, and a touch does not open it", () => {
  const { world, tab } = browser();
  const lock = tab();
  lock.touch();
  world.at += IDLE_MS - 1;
  lock.look();
  assert.equal(lock.locked.value, false);
  world.at += 1;
  lock.touch();
  assert.equal(lock.locked.value, true);
  lock.touch();
  assert.equal(lock.locked.value, true);
  lock.open();
  assert.equal(lock.locked.value, false);
});

test("work in one tab keeps the other open; a lock is every tab's, a new one's too", () => {
  const { world, tab } = browser();
  const [here, there] = [tab(), tab()];
  here.touch();
  world.at += IDLE_MS - 1;
  here.touch();
  world.at += 1;
  there.look();
  assert.equal(there.locked.value, false);
  world.at += IDLE_MS;
  there.look();
  for (const lock of [here, tab()]) {
    lock.look();
    assert.equal(lock.locked.value, true);
  }
});

test("while the node is silent nothing locks, since nobody could open it", () => {
  const { world, tab } = browser();
  const lock = tab();
  lock.touch();
  world.at += 2 * IDLE_MS;
  world.reachable = false;
  lock.look();
  assert.equal(lock.locked.value, false);
  world.reachable = true;
  lock.look();
  assert.equal(lock.locked.value, true);
});
