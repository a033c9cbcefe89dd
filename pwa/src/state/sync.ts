/**
 * What waits on this device and how far it has synced, for the screens of every tab.
 *
 * 1. A count is known only after it was read: null is shown as "—", never as 0.
 * 2. A command is told as kept only after the disk has it; as received only after the node said so.
 * 3. Commands go only while the account that gave them works here.
 */

import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Answered, Outbox, Waiting } from "../store/outbox.ts";
import type { Place, Rows } from "../store/rows.ts";
import type { Wish } from "../sync/commands.ts";
import { AT_REST, type Engine, type Told } from "../sync/engine.ts";
import type { Trigger } from "../sync/session.ts";
import type { Message, Tabs } from "./tabs.ts";

export type { Answered, Waiting };

/** Where a command stands (ux.md, offline conventions). */
export type Standing = "saved" | "waiting" | "sending" | "look";

export interface SyncState {
  /** Commands that the node has not accepted, oldest first; null while it is not known. */
  readonly waiting: ReadonlySignal<readonly Waiting[] | null>;
  readonly pending: ReadonlySignal<number | null>;
  /** When the oldest of them was given; null where none waits. */
  readonly oldest: ReadonlySignal<string | null>;
  readonly answers: ReadonlySignal<readonly Answered[]>;
  /** When the last sync was finished; null: never, or not known yet. */
  readonly finishedAt: ReadonlySignal<string | null>;
  /** Documents still to come of a sync that fills this device; null otherwise. */
  readonly filling: ReadonlySignal<number | null>;
  readonly told: ReadonlySignal<Told>;
  /** This browser does not let anything be kept. */
  readonly unkept: ReadonlySignal<boolean>;
  /** `account` works here; returns the end. */
  readonly begin: (account: string) => () => void;
  /** Keeps a command; it goes as soon as it can. Rejects where this browser does not keep it. */
  readonly give: (wish: Wish, label: string) => Promise<void>;
  readonly trigger: (trigger: Trigger) => void;
  readonly again: (op: string) => Promise<void>;
  readonly remove: (op: string) => Promise<void>;
  readonly seen: (op: string) => Promise<void>;
}

export interface SyncParts {
  readonly outbox: Outbox;
  readonly rows: Pick<Rows, "place">;
  readonly tabs: Tabs;
  readonly engine: (account: string, onTold: (told: Told) => void) => Engine;
  readonly now: () => string;
  /** Another account works in this browser. */
  readonly onOther: () => void;
}

/** Return the sync of this tab; nothing is read before `begin`. */
export function createSync(parts: SyncParts): SyncState {
  return new Syncing(parts);
}

/** Return where a waiting command stands; `reachable` as the link tells it. */
export function standingOf(
  { op, state }: Pick<Waiting, "op" | "state">,
  told: Pick<Told, "sending">,
  reachable: boolean | null,
): Standing {
  if (state === "returned") return "look";
  if (told.sending.includes(op)) return "sending";
  return reachable === true ? "waiting" : "saved";
}

/** Return the text of a rescue file: all that waits, whole, for another machine to read. */
export function rescueText(
  waiting: readonly Waiting[],
  made: { readonly made_at: string; readonly node: string },
): string {
  const commands = waiting.map(({ seq: _, ...one }) => one);
  return JSON.stringify({ v: 1, ...made, commands }, null, 1);
}

class Syncing implements SyncState {
  readonly waiting = signal<readonly Waiting[] | null>(null);
  readonly answers = signal<readonly Answered[]>([]);
  readonly place = signal<Place | null>(null);
  readonly told = signal<Told>(AT_REST);
  readonly unkept = signal(false);
  readonly pending = computed(() => this.waiting.value?.length ?? null);
  readonly oldest = computed(() => this.waiting.value?.[0]?.made_at ?? null);
  readonly finishedAt = computed(() => this.place.value?.finished_at ?? null);
  readonly filling = computed(() => (this.place.value?.filling ? this.told.value.remaining : null));
  readonly #parts: SyncParts;
  #account = "";
  #engine: Engine | null = null;
  #readings = 0;

  constructor(parts: SyncParts) {
    this.#parts = parts;
  }

  readonly begin = (account: string) => {
    const { tabs } = this.#parts;
    this.#account = account;
    this.#empty();
    const deaf = tabs.hear(this.#hear);
    const resign = tabs.lead(() => this.#write(account));
    tabs.say({ kind: "who", account });
    void this.#read();
    this.trigger("open");
    return () => {
      deaf();
      resign();
      this.#halt();
      this.#account = "";
      this.#empty();
    };
  };

  readonly give = async (wish: Wish, label: string) => {
    const { outbox, now } = this.#parts;
    await outbox.add({ wish, account: this.#account, label, at: now() });
    await this.#changed();
  };

  readonly trigger = (trigger: Trigger) => {
    if (this.#engine) this.#engine.trigger(trigger);
    else this.#parts.tabs.say({ kind: "trigger", trigger });
  };

  readonly again = async (op: string) => {
    await this.#parts.outbox.again(op);
    await this.#changed();
  };

  readonly remove = async (op: string) => {
    await this.#parts.outbox.remove(op);
    await this.#changed();
  };

  readonly seen = async (op: string) => {
    await this.#parts.outbox.seen(op);
    await this.#changed();
  };

  /** What waits is different now: read it, tell the others, send what can go. */
  async #changed(): Promise<void> {
    this.#parts.tabs.say({ kind: "changed" });
    this.trigger("work");
    await this.#read();
  }

  #write(account: string): () => void {
    this.#engine = this.#parts.engine(account, (told) => {
      this.#parts.tabs.say({ kind: "told", account, told });
      this.#listen(told);
    });
    this.#engine.trigger("open");
    return this.#halt;
  }

  readonly #halt = () => {
    this.#engine?.stop();
    this.#engine = null;
  };

  readonly #hear = (message: Message) => {
    if (message.kind === "trigger") this.#engine?.trigger(message.trigger);
    else if (message.kind === "changed") void this.#read();
    else if (message.kind === "told" && message.account === this.#account)
      this.#listen(message.told);
    else if (message.kind === "who" && message.account !== this.#account) {
      this.#halt();
      this.#parts.onOther();
    }
  };

  #listen(told: Told): void {
    this.told.value = told;
    void this.#read();
  }

  /** Read what is kept; an older reading never overtakes a newer one. */
  async #read(): Promise<void> {
    const { outbox, rows } = this.#parts;
    const account = this.#account;
    this.#readings += 1;
    const mine = this.#readings;
    try {
      const [waiting, answers, place] = await Promise.all([
        outbox.list(account),
        outbox.answers(account),
        rows.place(account),
      ]);
      if (mine !== this.#readings || account !== this.#account) return;
      batch(() => {
        this.waiting.value = waiting;
        this.answers.value = answers;
        this.place.value = place;
        this.unkept.value = false;
      });
    } catch {
      this.unkept.value = true;
    }
  }

  #empty(): void {
    batch(() => {
      this.waiting.value = null;
      this.answers.value = [];
      this.place.value = null;
      this.told.value = AT_REST;
    });
  }
}
