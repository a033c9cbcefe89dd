/** What an opening brought back is told once on each device. */

import type { OpeningState } from "../domain/wire.gen.ts";

const SEEN = "vanthu.da-lay-lai";

/** Tell whether events came back at this opening that this device has not told of. */
export function isNews(opening: OpeningState): boolean {
  return opening.recovered > 0 && localStorage.getItem(SEEN) !== nameOf(opening);
}

/** Remember that it was told. */
export function setSeen(opening: OpeningState): void {
  localStorage.setItem(SEEN, nameOf(opening));
}

/** An opening has no id: its day, its witness and its count tell it from the one before. */
function nameOf({ today, recovered, witness }: OpeningState): string {
  return `${today} ${recovered} ${witness}`;
}
