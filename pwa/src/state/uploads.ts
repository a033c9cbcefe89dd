/** Files on their way to the node; one that is refused never hinders the others. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Problem, Uploaded } from "../domain/wire.gen.ts";
import type { Upload } from "../sync/uploads.ts";

export type Stage =
  | { readonly kind: "sending"; readonly sent: number }
  | { readonly kind: "there"; readonly uploaded: Uploaded }
  | { readonly kind: "refused"; readonly problem: Problem }
  | { readonly kind: "lost" };

export interface Item {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly stage: Stage;
}

export interface Uploads {
  readonly items: ReadonlySignal<readonly Item[]>;
  readonly add: (files: Iterable<File>) => Promise<void>;
  readonly retry: (id: number) => Promise<void>;
  readonly remove: (id: number) => void;
  /** Shows files that are at the node already, from a kept draft. */
  readonly restore: (files: readonly Uploaded[]) => void;
  readonly there: () => readonly Uploaded[];
}

/** Return the uploads of one form; `onChange` hears when the files at the node change. */
export function createUploads(
  upload: Upload,
  onChange: (there: readonly Uploaded[]) => void,
): Uploads {
  const items = signal<readonly Item[]>([]);
  const sources = new Map<number, File>();
  let lastId = 0;

  const there = () =>
    items.value.flatMap(({ stage }) => (stage.kind === "there" ? [stage.uploaded] : []));

  const set = (id: number, stage: Stage) => {
    items.value = items.value.map((item) => (item.id === id ? { ...item, stage } : item));
  };

  const send = async (id: number, file: File) => {
    set(id, { kind: "sending", sent: 0 });
    const reply = await upload(file, (sent) => set(id, { kind: "sending", sent }));
    if (reply.kind === "ok") set(id, { kind: "there", uploaded: reply.value });
    else if (reply.kind === "refused") set(id, { kind: "refused", problem: reply.problem });
    else set(id, { kind: "lost" });
    if (reply.kind === "ok") onChange(there());
  };

  const append = (name: string, size: number, stage: Stage) => {
    lastId += 1;
    items.value = [...items.value, { id: lastId, name, size, stage }];
    return lastId;
  };

  return {
    items,
    there,
    add: async (files) => {
      const sending = Array.from(files, (file) => {
        const id = append(file.name, file.size, { kind: "sending", sent: 0 });
        sources.set(id, file);
        return { id, file };
      });
      for (const { id, file } of sending) await send(id, file);
    },
    retry: async (id) => {
      const file = sources.get(id);
      if (file) await send(id, file);
    },
    remove: (id) => {
      items.value = items.value.filter((item) => item.id !== id);
      onChange(there());
    },
    restore: (files) => {
      items.value = [];
      for (const uploaded of files)
        append(uploaded.name, uploaded.size, { kind: "there", uploaded });
    },
  };
}
