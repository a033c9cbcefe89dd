/**
 * The one database of this browser. A version only adds stores; what an older page holds open it
 * lets go of. Every write is strict: flushed to disk before it counts (Chrome's default is relaxed
 * since version 121).
 */

import {
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  openDB,
  type StoreNames,
} from "idb";
import type { Draft } from "./drafts.ts";
import type { Answered, Waiting } from "./outbox.ts";
import type { Place, Row } from "./rows.ts";

export interface Schema extends DBSchema {
  readonly drafts: { readonly key: string; readonly value: Draft };
  /** What the node told, for each account that works here. */
  readonly rows: {
    readonly key: [account: string, id: string];
    readonly value: Row;
    readonly indexes: { readonly book: [account: string, organ: string, kind: string] };
  };
  /** Commands in the order in which they were given. */
  readonly outbox: {
    readonly key: number;
    readonly value: Waiting;
    readonly indexes: { readonly op: string };
  };
  /** What the node answered to them, until it was seen. */
  readonly answers: { readonly key: string; readonly value: Answered };
  /** How far each account has synced. */
  readonly meta: { readonly key: string; readonly value: Place };
}

export type Store = StoreNames<Schema>;
export type Reading = IDBPTransaction<Schema, Store[], "readonly">;
export type Writing = IDBPTransaction<Schema, Store[], "readwrite">;

export interface Database {
  readonly read: <T>(stores: Store[], act: (reading: Reading) => Promise<T>) => Promise<T>;
  /** All or nothing; resolves when it is on the disk. `act` waits for nothing but the database. */
  readonly write: <T>(stores: Store[], act: (writing: Writing) => Promise<T>) => Promise<T>;
}

const NAME = "vanthu";
const VERSION = 2;

/** Return the database of this browser; it is opened at the first use, and again after a fault. */
export function createDatabase(): Database {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const forget = () => {
    opened = null;
  };
  const open = () => {
    opened ??= openDB<Schema>(NAME, VERSION, {
      upgrade,
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    }).catch((fault: unknown) => {
      forget();
      throw fault;
    });
    return opened;
  };
  return {
    read: async (stores, act) => act((await open()).transaction(stores, "readonly")),
    write: async (stores, act) => {
      const writing = (await open()).transaction(stores, "readwrite", { durability: "strict" });
      const [result] = await Promise.all([finished(writing, act), writing.done]);
      return result;
    },
  };
}

async function finished<T>(writing: Writing, act: (writing: Writing) => Promise<T>): Promise<T> {
  try {
    return await act(writing);
  } catch (fault) {
    abort(writing);
    throw fault;
  }
}

function abort(writing: Writing): void {
  try {
    writing.abort();
  } catch {
    // The fault ended it already.
  }
}

function upgrade(made: IDBPDatabase<Schema>, before: number): void {
  if (before < 1) made.createObjectStore("drafts", { keyPath: "key" });
  if (before < 2) {
    const rows = made.createObjectStore("rows", { keyPath: ["account", "id"] });
    rows.createIndex("book", ["account", "organ", "kind"]);
    const outbox = made.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
    outbox.createIndex("op", "op", { unique: true });
    made.createObjectStore("answers", { keyPath: "op" });
    made.createObjectStore("meta", { keyPath: "account" });
  }
}
