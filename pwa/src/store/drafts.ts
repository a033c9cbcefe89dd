/**
 * What is being typed, kept on this device until the node has it.
 *
 * A record survives a reload, a closed browser and an expired session. Every write is strict
 * (flushed to disk before it counts): Chrome's default is relaxed since version 121.
 */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Uploaded } from "../domain/wire.gen.ts";
import type { Wish } from "../sync/commands.ts";

/** One form of one person in one organ. `sending` is set from before the first try to the result. */
export interface Draft {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
  readonly files: readonly Uploaded[];
  readonly sending: Wish | null;
  readonly done: unknown;
}

export interface Drafts {
  readonly read: (key: string) => Promise<Draft | null>;
  readonly write: (draft: Draft) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
}

interface Schema extends DBSchema {
  readonly drafts: { readonly key: string; readonly value: Draft };
}

const DATABASE = "vanthu";
const VERSION = 1;

/** Return the drafts of this browser; the database is opened at the first use. */
export function createDrafts(): Drafts {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const database = () => {
    opened ??= openDB<Schema>(DATABASE, VERSION, {
      upgrade: (made) => {
        made.createObjectStore("drafts", { keyPath: "key" });
      },
    });
    return opened;
  };
  return {
    read: async (key) => (await (await database()).get("drafts", key)) ?? null,
    write: async (draft) => change(await database(), (store) => store.put(draft)),
    remove: async (key) => change(await database(), (store) => store.delete(key)),
  };
}

interface WritableStore {
  put(draft: Draft): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

async function change(
  database: IDBPDatabase<Schema>,
  act: (store: WritableStore) => Promise<unknown>,
): Promise<void> {
  const transaction = database.transaction("drafts", "readwrite", { durability: "strict" });
  await Promise.all([act(transaction.store), transaction.done]);
}
