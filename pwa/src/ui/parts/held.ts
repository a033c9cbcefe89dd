/** What every part of «Giữ sổ» is given. */

import type { Holding } from "../../domain/wire.gen.ts";
import type { Steps } from "../../state/steps.ts";

export interface HeldProps {
  readonly holding: Holding;
  /** The organ's id. */
  readonly organ: string;
  readonly roles: readonly string[];
  readonly steps: Steps;
  readonly reload: () => Promise<unknown>;
  /** Gives a command; «Giữ sổ» is read again after it. Returns whether it was done. */
  readonly give: (kind: string, payload: object) => Promise<boolean>;
}
