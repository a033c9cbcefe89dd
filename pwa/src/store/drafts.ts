/**
 * What is being typed, kept on this device until the node has it.
 *
 * A record survives a reload, a closed browser and an expired session.
 */

import type { Uploaded } from "../domain/wire.gen.ts";
import type { Wish } from "../sync/commands.ts";
import type { Database } from "./database.ts";

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

/** Return the drafts in `database`. */
export function createDrafts(database: Database): Drafts {
  return {
    read: (key) =>
      database.read(
        ["drafts"],
        async (reading) => (await reading.objectStore("drafts").get(key)) ?? null,
      ),
    write: (draft) =>
      database.write(["drafts"], async (writing) => {
        await writing.objectStore("drafts").put(draft);
      }),
    remove: (key) =>
      database.write(["drafts"], (writing) => writing.objectStore("drafts").delete(key)),
  };
}
