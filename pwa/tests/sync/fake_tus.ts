/** A node that takes files in parts, in memory; its link may be cut in the middle of a part. */

import { createHash } from "node:crypto";
import type { AskFiles, FilesKnown, Uploaded } from "../../src/domain/wire.gen.ts";
import type { Ask, Fetch } from "../../src/sync/node.ts";

interface Begun {
  readonly sha256: string;
  readonly size: number;
  content: Uint8Array;
}

export class FakeTus {
  /** The sizes of the parts that were sent. */
  readonly parts: number[] = [];
  readonly methods: string[] = [];
  /** Bytes that came in PATCHes, those of cut parts too. */
  came = 0;
  /** How many bytes of the next part come before the link is cut. */
  cutAfter: number | null = null;
  /** What the next PATCH is answered with instead. */
  refuse: { readonly status: number; readonly code: string } | null = null;
  readonly #begun = new Map<string, Begun>();
  readonly #known = new Map<string, Uploaded>();

  readonly ask: Ask = async <T>(_method: string, _path: string, body?: unknown) => {
    const [asked] = (body as AskFiles).files;
    return { kind: "ok", value: this.#answer(asked?.sha256 ?? "") as T };
  };

  readonly fetch: Fetch = async (place, init) => {
    this.methods.push(init.method ?? "");
    if (init.method === "POST") return this.#begin(new Headers(init.headers));
    if (init.method === "PATCH") return this.#add(place, init.body as Blob);
    return answer(this.#begun.delete(place) ? 204 : 404);
  };

  #answer(sha256: string): FilesKnown {
    const there = this.#known.get(sha256);
    if (there) return { known: [there], begun: [], missing: [] };
    const [found] = [...this.#begun].filter(([, each]) => each.sha256 === sha256);
    if (!found) return { known: [], begun: [], missing: [sha256] };
    const [upload, { size, content }] = found;
    const begun = [{ sha256, upload, offset: content.length, size }];
    return { known: [], begun, missing: [] };
  }

  #begin(headers: Headers): Response {
    const said = headers.get("Upload-Metadata") ?? "";
    const pairs = said.split(",").map((pair) => pair.split(" "));
    const value = new Map(pairs.map(([key = "", text = ""]) => [key, atob(text)]));
    const place = `/api/files/${this.methods.length}`;
    const size = Number(headers.get("Upload-Length"));
    this.#begun.set(place, { sha256: value.get("sha256") ?? "", size, content: new Uint8Array() });
    return answer(201, { Location: place });
  }

  async #add(place: string, body: Blob): Promise<Response> {
    const refused = this.refuse;
    this.refuse = null;
    if (refused?.code === "UPLOAD_GONE") this.#begun.delete(place);
    if (refused) return new Response(JSON.stringify({ code: refused.code }), refused);
    const found = this.#begun.get(place);
    if (!found) return answer(500);
    const whole = new Uint8Array(await body.arrayBuffer());
    const cut = this.cutAfter;
    this.cutAfter = null;
    const part = whole.slice(0, cut ?? whole.length);
    this.came += part.length;
    this.parts.push(whole.length);
    found.content = Uint8Array.from([...found.content, ...part]);
    if (cut !== null) throw new TypeError("the link was cut");
    if (found.content.length === found.size) this.#takeIn(place, found);
    return answer(204, { "Upload-Offset": String(found.content.length) });
  }

  #takeIn(place: string, { content, size }: Begun): void {
    const sha256 = createHash("sha256").update(content).digest("hex");
    const one = { sha256, name: "a.pdf", size, media_type: "", pages: 1, warnings: [] };
    this.#known.set(sha256, one);
    this.#begun.delete(place);
  }
}

function answer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}
