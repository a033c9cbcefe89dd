/** The vectors that the Python and the TypeScript tests share. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Return sync/vectors/`name`.json; npm runs the tests in pwa/. */
export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(`../sync/vectors/${name}.json`, "utf-8")) as T;
}

/** SHA-256 over the parts, as the domain asks for it. */
export async function sha256(...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
