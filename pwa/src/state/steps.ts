/** Commands that a button gives: one at a time, each asked until its result is known. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Problem } from "../domain/wire.gen.ts";
import { type Outcome, obtain } from "../sync/commands.ts";
import type { Ask } from "../sync/node.ts";

export interface Running {
  readonly kind: string;
  readonly lost: number;
  readonly problem: Problem | null;
}

export interface Steps {
  readonly running: ReadonlySignal<Running | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  /** Gives the command and returns its outcome; null while another one runs. */
  readonly run: <T>(kind: string, payload: object) => Promise<Outcome<T> | null>;
  readonly forget: () => void;
}

export interface StepsParts {
  readonly ask: Ask;
  readonly organ: string;
  readonly newOp: () => string;
  readonly wait: (ms: number) => Promise<void>;
}

/** Return the steps of one screen. */
export function createSteps({ ask, organ, newOp, wait }: StepsParts): Steps {
  const running = signal<Running | null>(null);
  const problem = signal<Problem | null>(null);

  const run = async <T>(kind: string, payload: object): Promise<Outcome<T> | null> => {
    if (running.value) return null;
    running.value = { kind, lost: 0, problem: null };
    problem.value = null;
    const onLost = (lost: number, cause: Problem | null) => {
      running.value = { kind, lost, problem: cause };
    };
    const outcome = await obtain<T>(ask, { op: newOp(), kind, organ, payload }, { wait, onLost });
    running.value = null;
    if (outcome.kind === "rejected") problem.value = outcome.problem;
    return outcome;
  };

  const forget = () => {
    problem.value = null;
  };

  return { running, problem, run, forget };
}
