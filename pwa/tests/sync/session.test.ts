import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Event,
  FIRST,
  next,
  PAUSE_MS_MAX,
  PERIOD_MS,
  type Phase,
  pauseMs,
  type State,
  type Trigger,
} from "../../src/sync/session.ts";

const TRIGGERS: readonly Trigger[] = ["open", "visible", "online", "timer", "by_hand", "work"];
const NOTHING: readonly string[] = [];

const trigger = (name: Trigger): Event => ({ kind: "trigger", trigger: name });
const at = (phase: Phase, more: Partial<State> = {}): State => ({ ...FIRST, ...more, phase });

interface Line {
  readonly from: State;
  readonly event: Event;
  readonly phase: Phase;
  readonly acts: readonly string[];
}

const refused = (apart: boolean): Event => ({ kind: "refused", apart });
const answered: Event = { kind: "answered" };
const finished: Event = { kind: "applied", more: false };
const TABLE: readonly Line[] = [
  { from: at("idle"), event: answered, phase: "idle", acts: NOTHING },
  { from: at("idle"), event: { kind: "silent" }, phase: "idle", acts: NOTHING },
  { from: at("asking"), event: answered, phase: "applying", acts: ["apply"] },
  { from: at("asking"), event: { kind: "silent" }, phase: "waiting", acts: ["wait"] },
  { from: at("asking"), event: refused(false), phase: "waiting", acts: ["wait"] },
  { from: at("asking"), event: refused(true), phase: "asking", acts: ["ask"] },
  { from: at("asking"), event: finished, phase: "asking", acts: NOTHING },
  { from: at("applying"), event: finished, phase: "idle", acts: ["wait"] },
  { from: at("applying"), event: { kind: "applied", more: true }, phase: "asking", acts: ["ask"] },
  { from: at("applying", { again: true }), event: finished, phase: "asking", acts: ["ask"] },
  { from: at("applying"), event: { kind: "faulted" }, phase: "waiting", acts: ["wait"] },
  { from: at("applying"), event: answered, phase: "applying", acts: NOTHING },
  { from: at("waiting"), event: answered, phase: "waiting", acts: NOTHING },
  { from: at("waiting"), event: finished, phase: "waiting", acts: NOTHING },
];

for (const { from, event, phase, acts } of TABLE)
  test(`${from.phase}${from.again ? " (once more)" : ""}, ${JSON.stringify(event)}: ${phase}`, () => {
    const { state, actions } = next(from, event, 0.5);
    assert.equal(state.phase, phase);
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      acts,
    );
  });

test("whatever happens at rest or in a pause leads to one question", () => {
  for (const phase of ["idle", "waiting"] as const)
    for (const name of TRIGGERS) {
      const { state, actions } = next(at(phase), trigger(name), 0.5);
      assert.equal(state.phase, "asking");
      assert.deepEqual(actions, [{ kind: "ask" }]);
    }
});

test("what happens during a round trip leads to one more, never to two at a time", () => {
  for (const phase of ["asking", "applying"] as const)
    for (const name of TRIGGERS) {
      const { state, actions } = next(at(phase), trigger(name), 0.5);
      assert.equal(state.phase, phase);
      assert.equal(state.again, name !== "timer");
      assert.deepEqual(actions, []);
    }
});

test("pauses double up to five minutes, and half of each is chance", () => {
  const whole = [1, 2, 3, 4].map((failures) => pauseMs(failures, 0.999_999));
  assert.deepEqual(whole, [2000, 4000, 8000, 16_000]);
  assert.equal(pauseMs(1, 0), 1000);
  assert.equal(pauseMs(500, 0.999_999_9), PAUSE_MS_MAX);
});

test("a link that is back and a person who asks begin the pauses anew, a timer does not", () => {
  const waiting = at("waiting", { failures: 6 });
  const after = (name: Trigger) => next(waiting, trigger(name), 0).state.failures;
  assert.deepEqual(TRIGGERS.map(after), [6, 0, 0, 6, 0, 6]);
});

test("a kept answer forgets the failures, and the next sync comes within a minute", () => {
  const { state, actions } = next(at("applying", { failures: 3 }), finished, 0.5);
  assert.deepEqual(state, FIRST);
  assert.deepEqual(actions, [{ kind: "wait", ms: PERIOD_MS * 0.75 }]);
});
