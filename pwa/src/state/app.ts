/** The composition root: the only place that builds the parts and knows the browser. */

import { dayOf } from "../domain/moments.ts";
import type { Day } from "../domain/wire.gen.ts";
import { operationId } from "../sync/commands.ts";
import { createAsk } from "../sync/node.ts";
import { createHubNow } from "./hub_now.ts";
import { createLink } from "./link.ts";
import { createPulse } from "./pulse.ts";
import { followRoute } from "./route.ts";
import { createSession } from "./session.ts";
import { createWaiting } from "./waiting.ts";

const OPERATION_BYTES = 16;

export const { wait, wake } = createWaiting();
export const link = createLink(createAsk((url, init) => window.fetch(url, init)));
export const session = createSession(link);
export const pulse = createPulse(link.ask);
export const hubNow = createHubNow({ ask: link.ask, pulse, wait });
export const route = followRoute(window);

/** Return the node's day, or this device's while the node has not said. */
export function todayHere(): Day {
  return pulse.state.value?.today ?? dayOf(new Date().toISOString());
}

/** Return a new operation id from the browser's randomness. */
export function newOp(): string {
  return operationId(crypto.getRandomValues(new Uint8Array(OPERATION_BYTES)));
}

/** Go to an address made by `address`. */
export function go(to: string): void {
  window.location.hash = to;
}
