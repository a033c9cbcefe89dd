/**
 * Files that were chosen and are not at the node yet, so that a reload does not ask for them again.
 *
 * They have a database of their own: a scan weighs more than all that is typed in a year, and a
 * browser that has no room for it must not lose what is typed. The browser copies the bytes.
 */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** One file of one form. */
export interface WaitingFile {
  readonly id: number;
  readonly form: string;
  readonly file: File;
}

export interface WaitingFiles {
  /** Keeps a file and returns its id; null where the browser has no room. */
  readonly keep: (form: string, file: File) => Promise<number | null>;
  /** The files of a form, in the order in which they were chosen. */
  readonly of: (form: string) => Promise<readonly WaitingFile[]>;
  readonly drop: (id: number) => Promise<void>;
}

interface Schema extends DBSchema {
  readonly files: {
    readonly key: number;
    readonly value: Omit<WaitingFile, "id">;
    readonly indexes: { readonly form: string };
  };
}

const DATABASE = "vanthu-files";
const VERSION = 1;

/** Return the files of this browser; the database is opened at the first use. */
export function createWaitingFiles(): WaitingFiles {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const forget = () => {
    opened = null;
  };
  const database = () => {
    opened ??= openDB<Schema>(DATABASE, VERSION, {
      upgrade: (made) => {
        made.createObjectStore("files", { autoIncrement: true }).createIndex("form", "form");
      },
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close(); // it is wiped: nothing here stands in the way
        forget();
      },
      terminated: forget,
    });
    return opened;
  };
  return {
    keep: async (form, file) => {
      try {
        const writing = (await database()).transaction("files", "readwrite", {
          durability: "strict",
        });
        const [id] = await Promise.all([writing.store.add({ form, file }), writing.done]);
        return id;
      } catch {
        return null;
      }
    },
    of: async (form) => {
      const index = (await database()).transaction("files").store.index("form");
      const [keys, files] = await Promise.all([index.getAllKeys(form), index.getAll(form)]);
      return files.map((each, place) => ({ ...each, id: keys[place] ?? 0 }));
    },
    drop: async (id) => (await database()).delete("files", id),
  };
}
