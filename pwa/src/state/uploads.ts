/**
 * Files on their way to the node, one after the other; one that is refused or lost never hinders
 * the others. What is not there yet is kept in the browser and goes on after a reload.
 */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Problem, Uploaded } from "../domain/wire.gen.ts";
import type { WaitingFiles } from "../store/waiting_files.ts";
import type { Upload } from "../sync/uploads.ts";

/** A file that is not at the node: the node has `sent` bytes of it. */
export interface Way {
  readonly kind: "queued" | "sending" | "paused" | "lost";
  readonly sent: number;
}

export type Stage =
  | Way
  | { readonly kind: "there"; readonly uploaded: Uploaded }
  | { readonly kind: "refused"; readonly problem: Problem };

export interface Item {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly stage: Stage;
}

/** How files go up. */
export interface Lane {
  readonly upload: Upload;
  readonly waiting: WaitingFiles;
  /** Resolves after so many milliseconds, or when the device has a network again. */
  readonly wait: (ms: number) => Promise<void>;
  /** The link is paid by the byte: a file waits until the person sends it. */
  readonly sparing: Signal<boolean>;
}

export interface Uploads {
  readonly items: ReadonlySignal<readonly Item[]>;
  readonly sparing: Signal<boolean>;
  /** Resolves when nothing is on its way any more. */
  add(files: Iterable<File>): Promise<void>;
  /** Sends what is paused or lost. */
  retry(id: number): Promise<void>;
  pause(id: number): void;
  remove(id: number): void;
  /** Shows files that are at the node already, and goes on with those that are not. */
  restore(files: readonly Uploaded[]): void;
  /** The files that are at the node. */
  there(): readonly Uploaded[];
  /** Whether a file is neither at the node nor refused. */
  unfinished(): boolean;
  /** Stops; what is not there yet goes on when the form is opened again. */
  close(): void;
}

const WAIT_MS_FIRST = 2_000;
const WAIT_MS_MAX = 60_000; // a link is away for hours: once a minute is often enough

/** Return the uploads of one form; `onChange` hears when the files at the node change.
 *
 * `form` is the name under which they are found again after a reload; "" for none. */
export function createUploads(
  lane: Lane,
  onChange: (there: readonly Uploaded[]) => void,
  form = "",
): Uploads {
  return new UploadList(lane, onChange, form);
}

interface Source {
  readonly file: File;
  /** Its id in the browser's store; null where it is not there. */
  readonly kept: number | null;
  losses: number;
}

class UploadList implements Uploads {
  readonly items = signal<readonly Item[]>([]);
  readonly sparing: Signal<boolean>;
  readonly #lane: Lane;
  readonly #onChange: (there: readonly Uploaded[]) => void;
  readonly #form: string;
  readonly #sources = new Map<number, Source>();
  #lastId = 0;
  #running: Promise<void> | null = null;
  #now: { readonly id: number; readonly stop: AbortController } | null = null;

  constructor(lane: Lane, onChange: (there: readonly Uploaded[]) => void, form: string) {
    this.#lane = lane;
    this.#onChange = onChange;
    this.#form = form;
    this.sparing = lane.sparing;
  }

  there(): readonly Uploaded[] {
    return this.items.value.flatMap(({ stage }) =>
      stage.kind === "there" ? [stage.uploaded] : [],
    );
  }

  unfinished(): boolean {
    return this.items.value.some(({ stage }) => "sent" in stage);
  }

  async add(files: Iterable<File>): Promise<void> {
    const kind = this.sparing.value ? "paused" : "queued";
    for (const file of files) {
      const id = this.#append(file.name, file.size, { kind: "paused", sent: 0 });
      const kept = this.#form ? await this.#lane.waiting.keep(this.#form, file) : null;
      this.#sources.set(id, { file, kept, losses: 0 });
      if (!this.items.value.some((item) => item.id === id)) this.#forget(id);
      this.#set(id, { kind, sent: 0 });
    }
    await this.#run();
  }

  async retry(id: number): Promise<void> {
    if (this.#move(id, ["paused", "lost"], "queued")) await this.#run();
  }

  pause(id: number): void {
    if (!this.#move(id, ["queued", "sending", "lost"], "paused")) return;
    if (this.#now?.id === id) this.#now.stop.abort();
  }

  remove(id: number): void {
    const source = this.#sources.get(id);
    if (this.#now?.id === id) this.#now.stop.abort();
    if (source) this.#lane.upload.drop(source.file);
    this.#forget(id);
    this.items.value = this.items.value.filter((item) => item.id !== id);
    this.#onChange(this.there());
  }

  close(): void {
    this.#now?.stop.abort();
    this.#sources.clear();
    this.items.value = [];
  }

  restore(files: readonly Uploaded[]): void {
    this.close();
    for (const uploaded of files)
      this.#append(uploaded.name, uploaded.size, { kind: "there", uploaded });
    if (this.#form) void this.#goOn();
  }

  /** Go on with the files that a reload left behind. */
  async #goOn(): Promise<void> {
    const kind = this.sparing.value ? "paused" : "queued";
    for (const { id: kept, file } of await this.#lane.waiting.of(this.#form)) {
      if (Array.from(this.#sources.values()).some((source) => source.kept === kept)) continue;
      const id = this.#append(file.name, file.size, { kind, sent: 0 });
      this.#sources.set(id, { file, kept, losses: 0 });
    }
    await this.#run();
  }

  #run(): Promise<void> {
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const next = this.items.value.find(({ stage }) => stage.kind === "queued");
      const source = next && this.#sources.get(next.id);
      if (!next || !source) return;
      await this.#send(next.id, source);
    }
  }

  async #send(id: number, source: Source): Promise<void> {
    const stop = new AbortController();
    this.#now = { id, stop };
    this.#move(id, ["queued"], "sending");
    const onSent = (sent: number) => {
      if (!stop.signal.aborted) this.#set(id, { kind: "sending", sent });
    };
    const reply = await this.#lane.upload.send(source.file, { onSent, signal: stop.signal });
    this.#now = null;
    if (stop.signal.aborted && reply.kind !== "ok") return;
    if (reply.kind === "silent") return this.#lose(id, source);
    this.#forget(id);
    if (reply.kind === "refused") this.#set(id, { kind: "refused", problem: reply.problem });
    else this.#set(id, { kind: "there", uploaded: reply.value });
    if (reply.kind === "ok") this.#onChange(this.there());
  }

  /** Wait a while, then go on by itself. */
  #lose(id: number, source: Source): void {
    this.#move(id, ["sending"], "lost");
    const ms = Math.min(WAIT_MS_MAX, WAIT_MS_FIRST * 2 ** source.losses);
    source.losses += 1;
    void this.#lane.wait(ms).then(() => {
      if (this.#move(id, ["lost"], "queued")) void this.#run();
    });
  }

  /** The file is not needed here any more. */
  #forget(id: number): void {
    const kept = this.#sources.get(id)?.kept;
    this.#sources.delete(id);
    if (kept != null) void this.#lane.waiting.drop(kept);
  }

  #move(id: number, from: readonly Way["kind"][], kind: Way["kind"]): boolean {
    const stage = this.items.value.find((item) => item.id === id)?.stage;
    if (!stage || !("sent" in stage) || !from.includes(stage.kind)) return false;
    this.#set(id, { kind, sent: stage.sent });
    return true;
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
