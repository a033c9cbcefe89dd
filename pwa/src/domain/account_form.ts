/** What an administrator typed about a person, read into the message of the wire. */

import { mend } from "./text.ts";
import { type NewAccount, ROLE_NAMES } from "./wire.gen.ts";

export interface TypedAccount {
  readonly account: string;
  readonly name: string;
  readonly position: string;
  /** Never mended: it is hashed as it is typed at the log-in. */
  readonly password: string;
  readonly roles: readonly string[];
}

export type AccountFault =
  | "accountRule"
  | "accountTaken"
  | "nameNeeded"
  | "roleNeeded"
  | "passwordRule";

export interface AccountRead {
  readonly account: NewAccount;
  /** By field, in the order of the form. */
  readonly faults: readonly (readonly [field: string, why: AccountFault])[];
}

const ACCOUNT = /^[a-z0-9][a-z0-9._-]{1,39}$/;
const PASSWORD_MIN = 8;
const PASSWORD_MAX = 200;

/** Return the account, and what must be mended; a new person takes none of `taken`. */
export function readAccount(typed: TypedAccount, taken: readonly string[]): AccountRead {
  const account: NewAccount = {
    account: mend(typed.account).toLowerCase(),
    name: mend(typed.name),
    position: mend(typed.position),
    password: typed.password,
    roles: Object.keys(ROLE_NAMES).filter((role) => typed.roles.includes(role)),
  };
  const faults: (readonly [string, AccountFault])[] = [];
  if (!ACCOUNT.test(account.account)) faults.push(["account", "accountRule"]);
  else if (taken.includes(account.account)) faults.push(["account", "accountTaken"]);
  if (account.name === "") faults.push(["name", "nameNeeded"]);
  if (account.roles.length === 0) faults.push(["roles", "roleNeeded"]);
  const characters = Array.from(account.password).length; // as the node counts them
  if (characters < PASSWORD_MIN || characters > PASSWORD_MAX)
    faults.push(["password", "passwordRule"]);
  return { account, faults };
}
