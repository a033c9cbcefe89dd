/**
 * One file up to the node in parts, by tus 1.0.0 (PROTOCOL.md UP).
 *
 * The node is asked by hash first: a file that it may know is not sent, and one that was begun goes
 * on where the node has it, after a cut, a reload or on another day. So nothing needs to be kept
 * here but the file. A part that is cut off is no loss: the node keeps what arrived of it.
 */

import type { BegunUpload, FilesKnown, Uploaded } from "../domain/wire.gen.ts";
import { type Ask, type Fetch, judge, type Reply } from "./node.ts";

export interface Sending {
  /** Hears how many bytes the node has. */
  readonly onSent: (bytes: number) => void;
  /** Ends it; what arrived stays at the node. */
  readonly signal: AbortSignal;
}

export interface Upload {
  /** Sends `file`; never rejects. Silent: ask again later, it goes on. */
  readonly send: (file: File, sending: Sending) => Promise<Reply<Uploaded>>;
  /** Lets the node forget what it has of `file`. */
  readonly drop: (file: File) => void;
}

export interface UploadParts {
  readonly ask: Ask;
  readonly fetch: Fetch;
  /** SHA-256 in lower-case hex. */
  readonly digest: (file: File) => Promise<string>;
  /** Milliseconds of a clock that only grows. */
  readonly now: () => number;
  /** Resolves when no data is on its way: a file never holds up a command. */
  readonly clear: () => Promise<void>;
}

const PART_BYTES_MIN = 64 * 1024; // 8 s at 64 kbit/s: so long data waits behind a part
const PART_BYTES_MAX = 256 * 1024; // larger ones save nothing
const QUICK_MS = 2_000;
const PART_MS_MAX = 120_000; // 64 KB at 5 kbit/s, or the node reading a large PDF
const ROUNDS_MAX = 5; // an upload that another window goes on with, or that the node forgot
const TUS = { "Tus-Resumable": "1.0.0", "X-Vanthu": "1" };

/** Return the way up over `parts`. */
export function createUpload(parts: UploadParts): Upload {
  const known = new WeakMap<File, Known>();
  const knownOf = async (file: File) => {
    const found = known.get(file) ?? { sha256: await parts.digest(file), place: "" };
    known.set(file, found);
    return found;
  };
  return {
    send: async (file, sending) => {
      try {
        return await sendFile(parts, await knownOf(file), { file, ...sending });
      } catch {
        return SILENT; // the file cannot be read any more, or the browser has no room
      }
    },
    drop: (file) => {
      const place = known.get(file)?.place;
      if (place) void request(parts.fetch, "DELETE", place, {}).catch(() => undefined);
    },
  };
}

/** Return the SHA-256 of a file in lower-case hex. */
export async function sha256Of(file: File): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Job extends Sending {
  readonly file: File;
}

/** What was found out of a file; `place` is where it goes up, "" before it is begun. */
interface Known {
  readonly sha256: string;
  place: string;
}

type Step = Reply<null> | { readonly kind: "again" };

const SILENT: Reply<never> = { kind: "silent", problem: null };

async function sendFile(parts: UploadParts, found: Known, job: Job): Promise<Reply<Uploaded>> {
  const { sha256 } = found;
  const name = job.file.name.normalize("NFC");
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const asked = await parts.ask<FilesKnown>("POST", "/api/files/known", {
      files: [{ sha256, name }],
    });
    if (asked.kind !== "ok") return asked;
    const [known] = asked.value.known;
    if (known) return { kind: "ok", value: known };
    const begun = asked.value.begun[0] ?? (await begin(parts.fetch, job, sha256));
    if ("kind" in begun) return begun;
    found.place = begun.upload;
    const step = await sendParts(parts, begun, job);
    if (step.kind === "refused" || step.kind === "silent") return step;
  }
  return SILENT;
}

async function begin(
  fetch: Fetch,
  { file, signal }: Job,
  sha256: string,
): Promise<BegunUpload | Reply<never>> {
  const said = { filename: file.name.normalize("NFC"), filetype: file.type, sha256 };
  const headers = { "Upload-Length": String(file.size), "Upload-Metadata": metadata(said) };
  const response = await request(fetch, "POST", "/api/files", { headers, signal });
  const upload = response.headers.get("Location");
  if (response.status === 201 && upload) return { sha256, upload, offset: 0, size: file.size };
  const reply = await read(response);
  return reply.kind === "ok" ? SILENT : reply;
}

async function sendParts(parts: UploadParts, begun: BegunUpload, job: Job): Promise<Step> {
  let offset = begun.offset;
  let size = PART_BYTES_MIN;
  do {
    job.onSent(offset);
    await parts.clear();
    const before = parts.now();
    const response = await sendPart(parts.fetch, begun.upload, { ...job, offset, size });
    if (response.status !== 204) return judgePart(await read(response));
    offset = Number(response.headers.get("Upload-Offset"));
    size = nextSize(size, parts.now() - before);
  } while (offset < job.file.size);
  job.onSent(offset);
  return { kind: "again" };
}

async function sendPart(
  fetch: Fetch,
  place: string,
  { file, offset, size, signal }: Job & { readonly offset: number; readonly size: number },
): Promise<Response> {
  const stop = new AbortController();
  const end = () => stop.abort();
  const timer = setTimeout(end, PART_MS_MAX);
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  try {
    return await request(fetch, "PATCH", place, {
      headers: {
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": String(offset),
      },
      body: file.slice(offset, offset + size),
      signal: stop.signal,
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}

/** What a part's refusal means: asked again the node says where it goes on. */
function judgePart(reply: Reply<null>): Step {
  if (reply.kind === "ok") return SILENT;
  const code = reply.problem?.code;
  if (code === "UPLOAD_OFFSET" || code === "UPLOAD_GONE") return { kind: "again" };
  return code === "UPLOAD_BUSY" ? SILENT : reply;
}

/** A slow link gets small parts, so that data gets its turn; a quick one fewer requests. */
function nextSize(size: number, elapsed: number): number {
  return elapsed < QUICK_MS ? Math.min(PART_BYTES_MAX, size * 2) : PART_BYTES_MIN;
}

function request(
  fetch: Fetch,
  method: string,
  place: string,
  { headers, ...more }: RequestInit,
): Promise<Response> {
  const own: RequestInit = { method, credentials: "same-origin", cache: "no-store" };
  return fetch(place, { ...own, ...more, headers: { ...TUS, ...headers } });
}

async function read(response: Response): Promise<Reply<null>> {
  const text = await response.text();
  return judge<null>(response.status, text === "" ? null : JSON.parse(text));
}

/** Return Upload-Metadata: keys and values in base64 of UTF-8; what is empty is left out. */
function metadata(said: Readonly<Record<string, string>>): string {
  return Object.entries(said)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(",");
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
