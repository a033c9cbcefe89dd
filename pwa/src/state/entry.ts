/**
 * A form whose content is never lost and never sent twice.
 *
 * 1. What is typed is kept on the device as it is typed.
 * 2. The operation id is made, and kept with the exact content, before the first byte leaves.
 * 3. Until the node's result is known, the same operation is asked again, also after a reload.
 * 4. A refused operation is over: the next try has another id, because its content may differ.
 * 5. The result is kept too, until the person has said that it was seen (a number on paper).
 * 6. An operation whose reply does not come can be left to the outbox, under the same id, so that the
 *    next sheet is free; from then on its result shows there.
 */

import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
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
  /** Leaves what is being sent to the outbox; nothing where there is none, or nothing is sent. */
  readonly postpone: () => Promise<void>;
  /** Back from a refusal to the form. */
  readonly mend: () => void;
  /** The result was seen: the form is empty again. */
  readonly finish: () => Promise<void>;
  /** The values of the entry before this one, for F4; null if there is none. */
  readonly previous: () => Promise<Readonly<Record<string, string>> | null>;
}

interface Refusal {
  readonly problem: Problem;
  readonly data: unknown;
}

export interface EntryParts {
  readonly ask: Ask;
  readonly drafts: Drafts;
  readonly key: string;
  readonly kind: string;
  readonly organ: string;
  readonly newOp: () => string;
  readonly wait: (ms: number) => Promise<void>;
  /** Takes an operation over for good; `label` says what it is about. Rejects if it cannot. */
  readonly later?: (wish: Wish, label: string) => Promise<void>;
}

/** Return the entry that `parts.key` names. */
export function createEntry<Payload extends object, Done>(parts: EntryParts): Entry<Payload, Done> {
  return new KeptEntry<Payload, Done>(parts);
}

class KeptEntry<Payload extends object, Done> implements Entry<Payload, Done> {
  readonly phase = signal<Phase<Payload, Done>>({ kind: "opening" });
  readonly draft: Signal<Draft>;
  readonly sheet = signal(0);
  readonly unkept = signal(false);
  readonly #parts: EntryParts;
  readonly #empty: Draft;
  readonly #previousKey: string;
  readonly #postponed = new Set<string>();

  constructor(parts: EntryParts) {
    this.#parts = parts;
    this.#empty = { key: parts.key, values: {}, files: [], sending: null, done: null };
    this.#previousKey = `${parts.key} previous`;
    this.draft = signal(this.#empty);
  }

  readonly open = async () => {
    this.draft.value = (await found(this.#parts.drafts.read(this.#parts.key))) ?? this.#empty;
    const { sending, done } = this.draft.value;
    if (done !== null) this.phase.value = { kind: "done", result: done as Done };
    else if (sending) await this.#deliver(sending);
    else this.mend();
  };

  readonly keepValues = (values: Draft["values"]) => this.#keep({ ...this.draft.value, values });

  readonly keepFiles = (files: Draft["files"]) => this.#keep({ ...this.draft.value, files });

  readonly send = async (payload: Payload) => {
    const { kind, organ, newOp } = this.#parts;
    const wish: Wish = { op: newOp(), kind, organ, payload };
    await this.#keep({ ...this.draft.value, sending: wish });
    await this.#deliver(wish);
  };

  readonly postpone = async () => {
    const { sending, values } = this.draft.value;
    const { later, drafts } = this.#parts;
    if (!later || !sending || this.phase.value.kind !== "sending") return;
    this.unkept.value = await failed(later(sending, values["subject"] ?? ""));
    if (this.unkept.value || this.phase.value.kind !== "sending") return;
    this.#postponed.add(sending.op);
    await failed(drafts.write({ ...this.#empty, key: this.#previousKey, values }));
    await this.finish();
  };

  readonly mend = () => {
    this.phase.value = { kind: "editing" };
  };

  readonly finish = async () => {
    const unremoved = await failed(this.#parts.drafts.remove(this.#parts.key));
    batch(() => {
      this.unkept.value = unremoved;
      this.draft.value = this.#empty;
      this.sheet.value += 1;
      this.mend();
    });
  };

  readonly previous = async () =>
    (await found(this.#parts.drafts.read(this.#previousKey)))?.values ?? null;

  async #deliver(wish: Wish): Promise<void> {
    this.phase.value = { kind: "sending", lost: 0, problem: null };
    const outcome = await obtain<Done>(this.#parts.ask, wish, {
      wait: (ms) => this.#pause(ms, wish),
      onLost: (lost, problem) => {
        if (!this.#postponed.has(wish.op)) this.phase.value = { kind: "sending", lost, problem };
      },
    });
    if (this.#postponed.has(wish.op)) return;
    if (outcome.kind === "accepted") await this.#accepted(outcome.data);
    else await this.#rejected(outcome, wish.payload as Payload);
  }

  /** Who was left to the outbox is not asked for here any more: that pause has no end. */
  async #pause(ms: number, { op }: Wish): Promise<void> {
    await this.#parts.wait(ms);
    if (this.#postponed.has(op)) await new Promise(() => undefined);
  }

  async #accepted(result: Done): Promise<void> {
    const { values } = this.draft.value;
    await failed(this.#parts.drafts.write({ ...this.#empty, key: this.#previousKey, values }));
    await this.#keep({ ...this.#empty, done: result });
    this.phase.value = { kind: "done", result };
  }

  async #rejected({ problem, data }: Refusal, payload: Payload): Promise<void> {
    await this.#keep({ ...this.draft.value, sending: null });
    this.phase.value = { kind: "refused", problem, data, payload };
  }

  async #keep(next: Draft): Promise<void> {
    this.draft.value = next;
    this.unkept.value = await failed(this.#parts.drafts.write(next));
  }
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
