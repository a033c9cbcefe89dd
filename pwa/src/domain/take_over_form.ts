/** What two people typed to take the registers over, read into the message of the wire. */

import type { Typed } from "./incoming_form.ts";
import { readPaper } from "./paper_form.ts";
import { mend } from "./text.ts";
import type { PaperAsked, TakeOver } from "./wire.gen.ts";

export type TakeOverFault = "needed" | "twoPeople" | "required" | "not_a_number";

export interface TakeOverRead {
  readonly takeOver: TakeOver;
  /** By field, in the order of the form. */
  readonly faults: readonly (readonly [field: string, why: TakeOverFault])[];
}

const ACCOUNTS = ["clerk", "clerk_password", "leader", "leader_password"] as const;

/** Return the message, and what must be mended before it can be sent. */
export function readTakeOver(asked: readonly PaperAsked[], typed: Typed): TakeOverRead {
  const faults: (readonly [string, TakeOverFault])[] = [];
  const paper = readPaper(asked, typed);
  const account = (field: string) => mend(typed[field] ?? "").toLowerCase();
  const takeOver: TakeOver = {
    reason: mend(typed["reason"] ?? ""),
    clerk: account("clerk"),
    clerk_password: typed["clerk_password"] ?? "", // never mended: hashed as it is typed
    leader: account("leader"),
    leader_password: typed["leader_password"] ?? "",
    paper: paper.said,
  };
  if (takeOver.reason === "") faults.push(["reason", "needed"]);
  faults.push(...paper.faults);
  for (const field of ACCOUNTS) if (takeOver[field] === "") faults.push([field, "needed"]);
  if (takeOver.leader !== "" && takeOver.leader === takeOver.clerk)
    faults.push(["leader", "twoPeople"]);
  return { takeOver, faults };
}
