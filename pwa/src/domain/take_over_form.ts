/** What two people typed to take the registers over, read into the message of the wire. */

import type { Typed } from "./incoming_form.ts";
import { readPaper } from "./paper_form.ts";
import { readNeededDay } from "./reentry_form.ts";
import { mend } from "./text.ts";
import type { Day, PaperAsked, TakeOver } from "./wire.gen.ts";

export type TakeOverFault = "needed" | "twoPeople" | "required" | "not_a_number" | "notToday";

export interface TakeOverRead {
  readonly takeOver: TakeOver;
  /** By field, in the order of the form. */
  readonly faults: readonly (readonly [field: string, why: TakeOverFault])[];
}

const ACCOUNTS = ["clerk", "clerk_password", "leader", "leader_password"] as const;

/** The field of the day that the two people read. */
export const DAY_READ = "day_read";

/** Return the message, and what must be mended before it can be sent. */
export function readTakeOver(asked: readonly PaperAsked[], typed: Typed, today: Day): TakeOverRead {
  const faults: (readonly [string, TakeOverFault])[] = [];
  const paper = readPaper(asked, typed);
  const { day, faults: ofDay } = readNeededDay(DAY_READ, typed[DAY_READ] ?? "", today);
  const account = (field: string) => mend(typed[field] ?? "").toLowerCase();
  const takeOver: TakeOver = {
    reason: mend(typed["reason"] ?? ""),
    clerk: account("clerk"),
    clerk_password: typed["clerk_password"] ?? "", // never mended: hashed as it is typed
    leader: account("leader"),
    leader_password: typed["leader_password"] ?? "",
    paper: paper.said,
    day,
  };
  if (takeOver.reason === "") faults.push(["reason", "needed"]);
  if (ofDay.length > 0) faults.push([DAY_READ, "notToday"]);
  faults.push(...paper.faults);
  for (const field of ACCOUNTS) if (takeOver[field] === "") faults.push([field, "needed"]);
  if (takeOver.leader !== "" && takeOver.leader === takeOver.clerk)
    faults.push(["leader", "twoPeople"]);
  return { takeOver, faults };
}
