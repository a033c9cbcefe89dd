/**
 * A browser without a key cannot sync (PROTOCOL.md DV4), but what waits in its outbox still goes:
 * as plain commands. It hears nothing of other changes, and says so: something always remains.
 */

import type { Results, Sync, Synced } from "../domain/wire.gen.ts";
import type { Ask, Headers, Reply } from "../sync/node.ts";

/** Return the port of a sync: where `headers` prove no device, commands go without one. */
export function createKeylessAsk(ask: Ask, organs: () => readonly string[]): Ask {
  return async <T>(...question: Parameters<Ask>): Promise<Reply<T>> => {
    const [, path, body, headers] = question;
    const sync = body as Partial<Sync> | undefined;
    const { commands = [], cursor = "" } = sync ?? {};
    if (path !== "/api/sync" || isProven(headers) || commands.length === 0)
      return ask<T>(...question);
    const reply = await ask<Results>("POST", "/api/commands", { v: sync?.v, commands });
    if (reply.kind !== "ok") return reply;
    const { v, results } = reply.value;
    const value: Synced = {
      v,
      results,
      changes: [],
      cursor,
      remaining: 1,
      organs: organs(),
      anew: null,
    };
    return { kind: "ok", value: value as T };
  };
}

function isProven(headers: Headers = {}): boolean {
  return "Vanthu-Device" in headers;
}
