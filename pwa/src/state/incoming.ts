/**
 * The list of incoming documents: newest first, more on demand, refreshed in place.
 * A reply that comes after a newer question is dropped.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { IncomingPage, IncomingRow, Problem } from "../domain/wire.gen.ts";
import type { Ask } from "../sync/node.ts";

const PAGE_ROWS = 30; // two screens of an office PC; the rest on demand

export interface Filter {
  readonly query: string;
  /** 0: every year. */
  readonly year: number;
}

export interface Listed {
  readonly rows: readonly IncomingRow[] | null;
  readonly total: number;
  readonly nextBefore: number | null;
  readonly loading: boolean;
  readonly fault: Problem | "silent" | null;
}

export interface IncomingList {
  readonly state: ReadonlySignal<Listed>;
  readonly filter: ReadonlySignal<Filter>;
  readonly search: (filter: Filter) => Promise<void>;
  readonly more: () => Promise<void>;
  /** Reads again what is shown, so that each row says where it stands now. */
  readonly refresh: () => Promise<void>;
}

/** Return the list of `organ`. */
export function createIncomingList(ask: Ask, organ: string): IncomingList {
  const nothing: Listed = { rows: null, total: 0, nextBefore: null, loading: false, fault: null };
  const state = signal(nothing);
  const filter = signal<Filter>({ query: "", year: 0 });
  let ticket = 0;

  const page = (before: number | null) =>
    ask<IncomingPage>("GET", pagePath(organ, filter.value, before));

  const read = async (before: number | null, pages: number, kept: readonly IncomingRow[]) => {
    ticket += 1;
    const mine = ticket;
    state.value = { ...state.value, loading: true };
    let rows = kept;
    let next = before;
    let total = state.value.total;
    for (let count = 0; count < pages && (count === 0 || next !== null); count += 1) {
      const reply = await page(next);
      if (mine !== ticket) return;
      if (reply.kind !== "ok") {
        state.value = { ...state.value, loading: false, fault: reply.problem ?? "silent" };
        return;
      }
      rows = [...rows, ...reply.value.rows];
      next = reply.value.next_before;
      total = reply.value.total;
    }
    state.value = { rows, total, nextBefore: next, loading: false, fault: null };
  };

  return {
    state,
    filter,
    search: (wanted) => {
      filter.value = wanted;
      return read(null, 1, []);
    },
    more: async () => {
      const { rows, nextBefore, loading } = state.value;
      if (rows && nextBefore !== null && !loading) await read(nextBefore, 1, rows);
    },
    refresh: async () => {
      const { rows, loading } = state.value;
      if (!loading) await read(null, Math.max(1, Math.ceil((rows?.length ?? 0) / PAGE_ROWS)), []);
    },
  };
}

function pagePath(organ: string, { query, year }: Filter, before: number | null): string {
  const asked = new URLSearchParams({ limit: String(PAGE_ROWS) });
  if (query) asked.set("q", query);
  if (year) asked.set("year", String(year));
  if (before !== null) asked.set("before", String(before));
  return `/api/organs/${encodeURIComponent(organ)}/incoming?${asked}`;
}
