/**
 * A form whose content is never lost and never sent twice.
 *
 * 1. What is typed is kept on the device as it is typed.
 * 2. The operation id is made, and kept with the exact content, before the first byte leaves.
 * 3. Until the node's result is known, the same operation is asked again, also after a reload.
 * 4. A refused operation is over: the next try has another id, because its content may differ.
 * 5. The result is kept too, until the person has said that it was seen (a number on paper).
 */

import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Problem, Uploaded } from "../domain/wire.gen.ts";
import type { Draft, Drafts } from "../store/drafts.ts";
import { obtain, type Wish } from "../sync/commands.ts";
import type { Ask } from "../sync/node.ts";

export type Phase<Payload, Done> =
  | { readonly kind: "opening" }
  | { readonly kind: "editing" }
  | { readonly kind: "sending"; readonly lost: number; readonly problem: Problem | null }
  | {
      readonly kind: "refused";
      readonly problem: Problem;
      readonly data: unknown;
      readonly payload: Payload;
    }
  | { readonly kind: "done"; readonly result: Done };

export interface Entry<Payload extends object, Done> {
  readonly phase: ReadonlySignal<Phase<Payload, Done>>;
  readonly draft: ReadonlySignal<Draft>;
  /** Counts the finished entries: another count is another, empty sheet. */
  readonly sheet: ReadonlySignal<number>;
  /** True while this browser refuses to keep drafts. */
  readonly unkept: ReadonlySignal<boolean>;
  /** Reads what was kept and goes on where it stood. */
  readonly open: () => Promise<void>;
  readonly keepValues: (values: Readonly<Record<string, string>>) => Promise<void>;
  readonly keepFiles: (files: readonly Uploaded[]) => Promise<void>;
  readonly send: (payload: Payload) => Promise<void>;
  /** Back from a refusal to the form. */
  readonly mend: () => void;
  /** The result was seen: the form is empty again. */
  readonly finish: () => Promise<void>;
  /** The values of the entry before this one, for F4; null if there is none. */
  readonly previous: () => Promise<Readonly<Record<string, string>> | null>;
}

export interface EntryParts {
  readonly ask: Ask;
  readonly drafts: Drafts;
  readonly key: string;
  readonly kind: string;
  readonly organ: string;
  readonly newOp: () => string;
  readonly wait: (ms: number) => Promise<void>;
}

/** Return the entry that `parts.key` names. */
export function createEntry<Payload extends object, Done>(parts: EntryParts): Entry<Payload, Done> {
  const empty: Draft = { key: parts.key, values: {}, files: [], sending: null, done: null };
  const previousKey = `${parts.key} previous`;
  const phase = signal<Phase<Payload, Done>>({ kind: "opening" });
  const draft = signal<Draft>(empty);
  const sheet = signal(0);
  const unkept = signal(false);

  const keep = async (next: Draft) => {
    draft.value = next;
    unkept.value = await failed(parts.drafts.write(next));
  };

  const deliver = async (wish: Wish) => {
    phase.value = { kind: "sending", lost: 0, problem: null };
    const outcome = await obtain<Done>(parts.ask, wish, {
      wait: parts.wait,
      onLost: (lost, problem) => {
        phase.value = { kind: "sending", lost, problem };
      },
    });
    if (outcome.kind === "rejected") {
      await keep({ ...draft.value, sending: null });
      const { problem, data } = outcome;
      phase.value = { kind: "refused", problem, data, payload: wish.payload as Payload };
      return;
    }
    await failed(parts.drafts.write({ ...empty, key: previousKey, values: draft.value.values }));
    await keep({ ...empty, done: outcome.data });
    phase.value = { kind: "done", result: outcome.data };
  };

  return {
    phase,
    draft,
    sheet,
    unkept,
    open: async () => {
      draft.value = (await found(parts.drafts.read(parts.key))) ?? empty;
      const { sending, done } = draft.value;
      if (done !== null) phase.value = { kind: "done", result: done as Done };
      else if (sending) await deliver(sending);
      else phase.value = { kind: "editing" };
    },
    keepValues: (values) => keep({ ...draft.value, values }),
    keepFiles: (files) => keep({ ...draft.value, files }),
    send: async (payload) => {
      const { kind, organ } = parts;
      const wish: Wish = { op: parts.newOp(), kind, organ, payload };
      await keep({ ...draft.value, sending: wish });
      await deliver(wish);
    },
    mend: () => {
      phase.value = { kind: "editing" };
    },
    finish: async () => {
      const unremoved = await failed(parts.drafts.remove(parts.key));
      batch(() => {
        unkept.value = unremoved;
        draft.value = empty;
        sheet.value += 1;
        phase.value = { kind: "editing" };
      });
    },
    previous: async () => (await found(parts.drafts.read(previousKey)))?.values ?? null,
  };
}

async function failed(writing: Promise<void>): Promise<boolean> {
  return writing.then(
    () => false,
    () => true,
  );
}

async function found(reading: Promise<Draft | null>): Promise<Draft | null> {
  return reading.catch(() => null);
}
