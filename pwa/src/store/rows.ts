/**
 * Documents as the node told them, and how far each account has synced (PROTOCOL.md SE6-SE9).
 *
 * Rules:
 * 1. A page's changes, its results and its cursor are written in one transaction: a power cut leaves
 *    all or nothing, and the same page is asked for again.
 * 2. Begun anew, rows of an earlier generation stay until nothing remains, and then go. What is of no
 *    organ of the person goes at once.
 */

import type {
  Change,
  InboxItem,
  IncomingDocument,
  OutgoingDocument,
  Synced,
} from "../domain/wire.gen.ts";
import type { Batch, Shelf } from "../sync/engine.ts";
import type { Database, Writing } from "./database.ts";
import { batchOf, change, ofAccount, settle } from "./outbox.ts";

export type RowKind = "incoming" | "outgoing" | "inbox";

export interface Row {
  readonly account: string;
  readonly id: string;
  readonly organ: string;
  readonly kind: RowKind;
  readonly generation: number;
  readonly document: IncomingDocument | OutgoingDocument | InboxItem;
}

/** How far `account` has synced. */
export interface Place {
  readonly account: string;
  readonly cursor: string;
  readonly generation: number;
  readonly organs: readonly string[];
  /** Begun anew and not finished: older generations are still kept. */
  readonly filling: boolean;
  /** When the last sync was finished; null before the first. */
  readonly finished_at: string | null;
}

export interface Rows {
  /** null: this account has never synced here. */
  readonly place: (account: string) => Promise<Place | null>;
  readonly book: (account: string, organ: string, kind: RowKind) => Promise<readonly Row[]>;
}

/** Return what is read of the rows in `database`. */
export function createRows(database: Database): Rows {
  return {
    place: (account) =>
      database.read(
        ["meta"],
        async (reading) => (await reading.objectStore("meta").get(account)) ?? null,
      ),
    book: (account, organ, kind) =>
      database.read(["rows"], (reading) =>
        reading.objectStore("rows").index("book").getAll([account, organ, kind]),
      ),
  };
}

/** Return what the engine takes from `database` and puts there. */
export function createShelf(database: Database): Shelf {
  return {
    take: (account, countMax) =>
      database.read(["meta", "outbox"], async (reading): Promise<Batch> => {
        const place = await reading.objectStore("meta").get(account);
        const waiting = await ofAccount(reading, account);
        return { cursor: place?.cursor ?? "", commands: batchOf(waiting, countMax) };
      }),
    apply: ({ account, answer, sent, at }) =>
      database.write(["meta", "outbox", "answers", "rows"], async (writing) => {
        await settle(writing, answer.results, at);
        const kept = (await writing.objectStore("meta").get(account)) ?? null;
        const place = placeAfter(kept, answer, { account, at });
        await keepChanges(writing, answer.changes, place);
        if (sweeps(kept, place, answer)) await sweep(writing, place, answer);
        await writing.objectStore("meta").put({
          ...place,
          filling: place.filling && answer.remaining > 0,
        });
        const left = (await ofAccount(writing, account)).filter(({ state }) => state === "waiting");
        const faulted = left.some(({ op }) => sent.includes(op));
        return { faulted, more: answer.remaining > 0 || left.length > 0 };
      }),
    giveBack: (op, problem) =>
      database.write(["outbox"], (writing) =>
        change(writing, op, (one) => ({ ...one, state: "returned", problem })),
      ),
  };
}

/** Return where an account stands with the page `answer`; it is filling up to the last one. */
export function placeAfter(
  before: Place | null,
  answer: Pick<Synced, "anew" | "cursor" | "organs" | "remaining">,
  { account, at }: { readonly account: string; readonly at: string },
): Place {
  const { anew, cursor, organs, remaining } = answer;
  const generation = (before?.generation ?? 0) + (anew === null ? 0 : 1);
  return {
    account,
    cursor,
    generation,
    organs,
    filling: anew !== null || (before?.filling ?? false),
    finished_at: remaining === 0 ? at : (before?.finished_at ?? null),
  };
}

/** Return the row that `change` makes; null: there is none any more. */
export function rowOf(
  { id, organ, incoming, outgoing, inbox }: Change,
  { account, generation }: Pick<Place, "account" | "generation">,
): Row | null {
  const base = { account, id, organ, generation };
  if (incoming) return { ...base, kind: "incoming", document: incoming };
  if (outgoing) return { ...base, kind: "outgoing", document: outgoing };
  return inbox ? { ...base, kind: "inbox", document: inbox } : null;
}

/** Tell whether a kept row goes: it is of no organ of the person, or did not come again. */
export function isGone(
  row: Pick<Row, "organ" | "generation">,
  place: Pick<Place, "filling" | "generation">,
  answer: Pick<Synced, "organs" | "remaining">,
): boolean {
  if (!answer.organs.includes(row.organ)) return true;
  return place.filling && answer.remaining === 0 && row.generation < place.generation;
}

/** Tell whether any kept row may be gone: the others are not looked at on every sync. */
export function sweeps(
  before: Place | null,
  place: Pick<Place, "filling">,
  { organs, remaining }: Pick<Synced, "organs" | "remaining">,
): boolean {
  const left = (before?.organs ?? []).some((organ) => !organs.includes(organ));
  return left || (place.filling && remaining === 0);
}

async function keepChanges(
  writing: Writing,
  changes: readonly Change[],
  place: Place,
): Promise<void> {
  const rows = writing.objectStore("rows");
  for (const one of changes) {
    const row = rowOf(one, place);
    if (row) await rows.put(row);
    else await rows.delete([place.account, one.id]);
  }
}

async function sweep(writing: Writing, place: Place, answer: Synced): Promise<void> {
  const own = IDBKeyRange.bound([place.account], [place.account, []]);
  let at = await writing.objectStore("rows").openCursor(own);
  while (at) {
    if (isGone(at.value, place, answer)) await at.delete();
    at = await at.continue();
  }
}
