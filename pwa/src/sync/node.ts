/**
 * The node's HTTP API as a port: one question, one of three replies.
 *
 * - `ok`: the node answered, `value` is what it said.
 * - `refused`: the node understood and says no (4xx), with code, cause and next step.
 * - `silent`: no answer, or one that says nothing about the outcome (network, 5xx, garbage).
 *   What was asked for may have happened: a command is asked again with the same operation id.
 */

import type { Problem } from "../domain/wire.gen.ts";

export type Reply<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "refused"; readonly problem: Problem }
  | { readonly kind: "silent"; readonly problem: Problem | null };

export type Method = "GET" | "POST" | "DELETE";

/** Asks the node; never rejects. `path` begins with /api/; `headers` come beside the usual ones. */
export type Ask = <T>(
  method: Method,
  path: string,
  body?: unknown,
  headers?: Headers,
) => Promise<Reply<T>>;

export type Headers = Readonly<Record<string, string>>;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const WAIT_MS_MAX = 30_000; // a slow disk answers within seconds; longer is a lost reply

/** Return the port over `fetch`; it waits `waitMs` for a reply. */
export function createAsk(fetch: Fetch, waitMs = WAIT_MS_MAX): Ask {
  return async <T>(...[method, path, body, more]: Parameters<Ask>): Promise<Reply<T>> => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), waitMs);
    try {
      const { headers, ...init } = request(method, body, stop.signal);
      const reply = await fetch(path, { ...init, headers: { ...headers, ...more } });
      return await readReply<T>(reply);
    } catch {
      return { kind: "silent", problem: null };
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Return the problem in `body`, or null if it is none. */
export function readProblem(body: unknown, status: number): Problem | null {
  if (typeof body !== "object" || body === null || !("code" in body)) return null;
  const blank = { type: "", title: "", status, detail: "", next_step: "", field: "", fields: [] };
  return { ...blank, ...(body as Partial<Problem>), code: String(body.code) };
}

/** Return what a status and a body say. */
export function judge<T>(status: number, body: unknown): Reply<T> {
  if (status >= 200 && status < 300) return { kind: "ok", value: body as T };
  const problem = readProblem(body, status);
  if (status >= 400 && status < 500 && problem) return { kind: "refused", problem };
  return { kind: "silent", problem };
}

async function readReply<T>(response: Response): Promise<Reply<T>> {
  const text = await response.text();
  return judge<T>(response.status, text === "" ? null : JSON.parse(text));
}

function request(method: Method, body: unknown, signal: AbortSignal) {
  const base: RequestInit = { method, signal, credentials: "same-origin", cache: "no-store" };
  if (method === "GET") return { ...base, headers: { Accept: "application/json" } };
  const headers = { "Content-Type": "application/json", "X-Vanthu": "1" };
  return body === undefined
    ? { ...base, headers }
    : { ...base, headers, body: JSON.stringify(body) };
}
