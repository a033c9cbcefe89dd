/**
 * Runs the device's session (session.ts): asks the node, keeps what it answered, waits.
 *
 * The port `shelf` is the device's store; `seal` gives the headers that prove the device. A request
 * that the node refuses as a whole is sent again with half of its commands, until the one that it
 * cannot take stands alone and goes back to its author: one bad command never holds up the others.
 */

import {
  type Command,
  type Problem,
  type Sync,
  type Synced,
  WIRE_VERSION,
} from "../domain/wire.gen.ts";
import type { Ask, Headers, Reply } from "./node.ts";
import { type Event, FIRST, next, type Phase, type Trigger } from "./session.ts";

/** Returns the headers that go with a request's body, as it is sent. */
export type Seal = (body: string) => Promise<Headers>;

/** A device without a key of its own: the session's cookie alone says who it is. */
export const unsealed: Seal = async () => ({});

export interface Batch {
  readonly cursor: string;
  readonly commands: readonly Command[];
}

export interface Page {
  readonly account: string;
  readonly answer: Synced;
  /** The operations that the request held. */
  readonly sent: readonly string[];
  readonly at: string;
}

export interface Kept {
  /** One of the commands that were sent got no answer: the node was at fault with it. */
  readonly faulted: boolean;
  /** Changes or commands are left for another round trip. */
  readonly more: boolean;
}

/** What the device keeps. Each call is one transaction. */
export interface Shelf {
  /** The oldest commands, at most `countMax`, and where the account stands. */
  readonly take: (account: string, countMax: number) => Promise<Batch>;
  readonly apply: (page: Page) => Promise<Kept>;
  /** The command goes back to its author with the node's problem. */
  readonly giveBack: (op: string, problem: Problem) => Promise<void>;
}

/** What the screen may tell of the engine. */
export interface Told {
  readonly phase: Phase;
  /** Operations that are on their way. */
  readonly sending: readonly string[];
  /** Documents still to come; null while nothing is known of it. */
  readonly remaining: number | null;
  /** Why the last round trip was not finished; null after one that was. */
  readonly fault: Problem | "silent" | "unkept" | null;
}

export interface EngineParts {
  readonly ask: Ask;
  readonly seal: Seal;
  readonly shelf: Shelf;
  readonly account: string;
  readonly countMax: number;
  readonly now: () => string;
  /** From 0 up to, not including, 1. */
  readonly chance: () => number;
  /** Calls `act` after `ms`; returns what cancels it. */
  readonly later: (ms: number, act: () => void) => () => void;
  /** Hears of every step; what is kept may have changed. */
  readonly onTold: (told: Told) => void;
}

export interface Engine {
  readonly trigger: (trigger: Trigger) => void;
  readonly stop: () => void;
}

export const AT_REST: Told = { phase: "idle", sending: [], remaining: null, fault: null };

const TAKEN_APART: readonly number[] = [400, 413, 422]; // the node speaks of the content, not of us

/** Return the engine of one account; it rests until the first trigger. */
export function createEngine(parts: EngineParts): Engine {
  return new RunningEngine(parts);
}

class RunningEngine implements Engine {
  readonly #parts: EngineParts;
  #state = FIRST;
  #told = AT_REST;
  #cancel: () => void = () => undefined;
  #stopped = false;
  #countMax: number;
  #page: Page | null = null;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#countMax = parts.countMax;
  }

  readonly trigger = (trigger: Trigger) => this.#happen({ kind: "trigger", trigger });

  readonly stop = () => {
    this.#stopped = true;
    this.#cancel();
  };

  #happen(event: Event, told: Partial<Told> = {}): void {
    if (this.#stopped) return;
    const { state, actions } = next(this.#state, event, this.#parts.chance());
    this.#state = state;
    this.#told = { ...this.#told, ...told, phase: state.phase };
    this.#parts.onTold(this.#told);
    for (const action of actions) {
      if (action.kind === "wait") this.#wait(action.ms);
      else if (action.kind === "ask") void this.#ask();
      else void this.#apply();
    }
  }

  #wait(ms: number): void {
    this.#cancel();
    this.#cancel = this.#parts.later(ms, () => this.trigger("timer"));
  }

  async #ask(): Promise<void> {
    this.#cancel();
    const { shelf, account } = this.#parts;
    try {
      const batch = await shelf.take(account, this.#countMax);
      const sent = batch.commands.map(({ op }) => op);
      if (this.#stopped) return;
      this.#told = { ...this.#told, sending: sent };
      this.#parts.onTold(this.#told);
      await this.#judge(await this.#exchange(batch), sent);
    } catch {
      this.#happen({ kind: "silent" }, { sending: [], fault: "unkept" });
    }
  }

  async #exchange({ cursor, commands }: Batch): Promise<Reply<Synced>> {
    const body: Sync = { v: WIRE_VERSION, cursor, commands };
    const headers = await this.#parts.seal(JSON.stringify(body));
    return this.#parts.ask<Synced>("POST", "/api/sync", body, headers);
  }

  async #judge(reply: Reply<Synced>, sent: readonly string[]): Promise<void> {
    if (reply.kind === "ok") {
      const { account, now } = this.#parts;
      this.#page = { account, answer: reply.value, sent, at: now() };
      this.#happen({ kind: "answered" });
    } else if (reply.kind === "refused") await this.#refused(reply.problem, sent);
    else this.#happen({ kind: "silent" }, { sending: [], fault: reply.problem ?? "silent" });
  }

  async #refused(problem: Problem, sent: readonly string[]): Promise<void> {
    const [first] = sent;
    const apart = first !== undefined && TAKEN_APART.includes(problem.status);
    if (apart && sent.length === 1) await this.#parts.shelf.giveBack(first, problem);
    if (apart) this.#countMax = Math.max(1, Math.floor(sent.length / 2));
    this.#happen({ kind: "refused", apart }, { sending: [], fault: problem });
  }

  async #apply(): Promise<void> {
    const page = this.#page;
    if (!page) return;
    try {
      const { faulted, more } = await this.#parts.shelf.apply(page);
      this.#countMax = Math.min(this.#parts.countMax, this.#countMax * 2);
      const { remaining } = page.answer;
      if (faulted) this.#happen({ kind: "faulted" }, { sending: [], remaining });
      else this.#happen({ kind: "applied", more }, { sending: [], remaining, fault: null });
    } catch {
      this.#happen({ kind: "faulted" }, { sending: [], fault: "unkept" });
    }
  }
}
