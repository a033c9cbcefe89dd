/**
 * The numbers of one register that are not plainly issued, or those of one state: newest first,
 * more on demand. A reply that comes after a newer question is dropped.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { NumberPage, NumberRow, Problem, RegisterState } from "../domain/wire.gen.ts";
import type { Ask } from "../sync/node.ts";

const PAGE_ROWS = 50; // a clerk reads them one by one

export interface NumbersListed {
  readonly register: RegisterState | null;
  readonly rows: readonly NumberRow[];
  readonly nextBefore: number | null;
  readonly loading: boolean;
  readonly fault: Problem | "silent" | null;
}

export interface NumberList {
  readonly state: ReadonlySignal<NumbersListed>;
  /** The state that is shown; "" for every number that is not plainly issued. */
  readonly chosen: ReadonlySignal<string>;
  readonly choose: (state: string) => Promise<void>;
  readonly more: () => Promise<void>;
  /** Reads again as many as are shown. */
  readonly refresh: () => Promise<void>;
}

/** Return the numbers at `path` ("/api/organs/…/numbers/den/2026"). */
export function createNumberList(ask: Ask, path: string): NumberList {
  const nothing = { register: null, rows: [], nextBefore: null, loading: false, fault: null };
  const state = signal<NumbersListed>(nothing);
  const chosen = signal("");
  let ticket = 0;

  const read = async (before: number | null, limit: number, kept: readonly NumberRow[]) => {
    ticket += 1;
    const mine = ticket;
    state.value = { ...state.value, loading: true };
    const asked = new URLSearchParams({ limit: String(limit) });
    if (chosen.value) asked.set("state", chosen.value);
    if (before !== null) asked.set("before", String(before));
    const reply = await ask<NumberPage>("GET", `${path}?${asked}`);
    if (mine !== ticket) return;
    if (reply.kind === "ok") {
      const { register, rows, next_before: nextBefore } = reply.value;
      const all = [...kept, ...rows];
      state.value = { register, rows: all, nextBefore, loading: false, fault: null };
    } else state.value = { ...state.value, loading: false, fault: reply.problem ?? "silent" };
  };

  return {
    state,
    chosen,
    choose: (wanted) => {
      chosen.value = wanted;
      return read(null, PAGE_ROWS, []);
    },
    more: async () => {
      const { rows, nextBefore, loading } = state.value;
      if (nextBefore !== null && !loading) await read(nextBefore, PAGE_ROWS, rows);
    },
    refresh: () => read(null, Math.max(PAGE_ROWS, state.value.rows.length), []),
  };
}
