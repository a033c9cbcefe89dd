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
  add(files: Iterable<File>): Promise<void>;
  retry(id: number): Promise<void>;
  remove(id: number): void;
  /** Shows files that are at the node already, from a kept draft. */
  restore(files: readonly Uploaded[]): void;
  /** The files that are at the node. */
  there(): readonly Uploaded[];
}

/** Return the uploads of one form; `onChange` hears when the files at the node change. */
export function createUploads(
  upload: Upload,
  onChange: (there: readonly Uploaded[]) => void,
): Uploads {
  return new UploadList(upload, onChange);
}

class UploadList implements Uploads {
  readonly items = signal<readonly Item[]>([]);
  readonly #upload: Upload;
  readonly #onChange: (there: readonly Uploaded[]) => void;
  readonly #sources = new Map<number, File>();
  #lastId = 0;

  constructor(upload: Upload, onChange: (there: readonly Uploaded[]) => void) {
    this.#upload = upload;
    this.#onChange = onChange;
  }

  there(): readonly Uploaded[] {
    return this.items.value.flatMap(({ stage }) =>
      stage.kind === "there" ? [stage.uploaded] : [],
    );
  }

  async add(files: Iterable<File>): Promise<void> {
    const waiting = Array.from(files, (file) => {
      const id = this.#append(file.name, file.size, { kind: "sending", sent: 0 });
      this.#sources.set(id, file);
      return { id, file };
    });
    for (const { id, file } of waiting) await this.#send(id, file);
  }

  async retry(id: number): Promise<void> {
    const file = this.#sources.get(id);
    if (file) await this.#send(id, file);
  }

  remove(id: number): void {
    this.items.value = this.items.value.filter((item) => item.id !== id);
    this.#onChange(this.there());
  }

  restore(files: readonly Uploaded[]): void {
    this.items.value = [];
    for (const uploaded of files)
      this.#append(uploaded.name, uploaded.size, { kind: "there", uploaded });
  }

  async #send(id: number, file: File): Promise<void> {
    this.#set(id, { kind: "sending", sent: 0 });
    const reply = await this.#upload(file, (sent) => this.#set(id, { kind: "sending", sent }));
    if (reply.kind === "ok") this.#set(id, { kind: "there", uploaded: reply.value });
    else if (reply.kind === "refused") this.#set(id, { kind: "refused", problem: reply.problem });
    else this.#set(id, { kind: "lost" });
    if (reply.kind === "ok") this.#onChange(this.there());
  }

  #set(id: number, stage: Stage): void {
    this.items.value = this.items.value.map((item) => (item.id === id ? { ...item, stage } : item));
  }

  #append(name: string, size: number, stage: Stage): number {
    this.#lastId += 1;
    this.items.value = [...this.items.value, { id: this.#lastId, name, size, stage }];
    return this.#lastId;
  }
}
