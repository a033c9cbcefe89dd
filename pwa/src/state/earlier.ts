/** What was entered before, to be suggested: organs, their notations, receivers. */

import { signal } from "@preact/signals";
import { joinSymbol, splitSymbol } from "../domain/symbol.ts";
import { fold, initials, matches } from "../domain/text.ts";
import type { Directory, IncomingPage, IncomingRow } from "../domain/wire.gen.ts";
import type { Ask } from "../sync/node.ts";

const ROWS = 100; // the last days of a commune; organs that write often are among them
const SHOWN_MAX = 6;

export interface Earlier {
  readonly load: () => Promise<void>;
  readonly organs: (typed: string) => readonly string[];
  readonly symbols: (organName: string, typed: string) => readonly string[];
  readonly places: (typed: string) => readonly string[];
  /** The newest row, for F4 on a device that has registered nothing yet. */
  readonly newest: () => IncomingRow | null;
}

/** Return what `organ` entered before; empty until loaded, and that hinders nothing. */
export function createEarlier(ask: Ask, organ: string): Earlier {
  const rows = signal<readonly IncomingRow[]>([]);
  const listed = signal<readonly string[]>([]);
  return {
    load: async () => {
      const path = `/api/organs/${encodeURIComponent(organ)}/incoming?limit=${ROWS}`;
      const [page, directory] = await Promise.all([
        ask<IncomingPage>("GET", path),
        ask<Directory>("GET", "/api/directory"),
      ]);
      if (page.kind === "ok") rows.value = page.value.rows;
      if (directory.kind === "ok") listed.value = directory.value.organs.map(({ name }) => name);
    },
    organs: (typed) =>
      find([...frequent(rows.value.map((row) => row.organ_name)), ...listed.value], typed),
    symbols: (organName, typed) => {
      const number = /^\d+$/.exec(typed.trim())?.[0];
      if (number === undefined) return [];
      const own = rows.value.filter((row) => fold(row.organ_name) === fold(organName));
      return frequent(own.map((row) => splitSymbol(row.symbol).notation))
        .slice(0, SHOWN_MAX)
        .map((notation) => joinSymbol({ number, notation }));
    },
    places: (typed) => find(frequent(rows.value.map((row) => row.to_places)), typed),
    newest: () => rows.value[0] ?? null,
  };
}

function find(names: readonly string[], typed: string): readonly string[] {
  const short = fold(typed).replace(/ /g, "");
  const found = names.filter((name) => matches(name, typed) || initials(name).startsWith(short));
  return [...new Set(found)].slice(0, SHOWN_MAX);
}

function frequent(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]).map(([text]) => text);
}
