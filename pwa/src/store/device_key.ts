/**
 * This device's key and what the node calls it. The key cannot be taken out of the browser, only
 * used in it. It lies in a database of its own, so that it can go while what was typed stays.
 */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Enrolled } from "../domain/wire.gen.ts";

/** A key that is made; `known` says what the node calls the device, null before it has answered. */
export interface KeptKey {
  readonly pair: CryptoKeyPair;
  readonly known: Enrolled | null;
}

export interface KeyStore {
  readonly read: () => Promise<KeptKey | null>;
  readonly write: (kept: KeptKey) => Promise<void>;
  readonly remove: () => Promise<void>;
}

interface Schema extends DBSchema {
  readonly key: { readonly key: string; readonly value: KeptKey };
}

const DATABASE = "vanthu-device";
const VERSION = 1;
const ONE = "this";

/** Return the key store of this browser; the database is open only while it is used. */
export function createKeyStore(): KeyStore {
  const use = async <T>(act: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> => {
    const database = await openDB<Schema>(DATABASE, VERSION, {
      upgrade: (made) => {
        made.createObjectStore("key");
      },
    });
    try {
      return await act(database);
    } finally {
      database.close();
    }
  };
  return {
    read: () => use(async (database) => (await database.get("key", ONE)) ?? null),
    write: (kept) =>
      use(async (database) => {
        const writing = database.transaction("key", "readwrite", { durability: "strict" });
        await Promise.all([writing.store.put(kept, ONE), writing.done]);
      }),
    remove: () => use((database) => database.delete("key", ONE)),
  };
}
