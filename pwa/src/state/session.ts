/** Who is at the screen, and in which organ. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Me, Membership, Problem } from "../domain/wire.gen.ts";
import type { Link } from "./link.ts";

export type Who =
  | { readonly kind: "asking" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "nobody" }
  | { readonly kind: "somebody"; readonly me: Me };

export interface Session {
  readonly who: ReadonlySignal<Who>;
  /** Asks the node who we are; for the start and for another try. */
  readonly find: () => Promise<void>;
  /** Returns the problem, or null after success; "silent" if the node does not answer. */
  readonly logIn: (account: string, password: string) => Promise<Problem | "silent" | null>;
  readonly logOut: () => Promise<void>;
}

/** Return the session over `link`. */
export function createSession(link: Link): Session {
  const who = signal<Who>({ kind: "asking" });

  const find = async () => {
    const reply = await link.askPlainly<Me>("GET", "/api/session");
    if (reply.kind === "ok") who.value = { kind: "somebody", me: reply.value };
    else who.value = { kind: reply.kind === "silent" ? "unreachable" : "nobody" };
  };

  const logIn = async (account: string, password: string) => {
    const reply = await link.askPlainly<Me>("POST", "/api/session", { account, password });
    if (reply.kind !== "ok") return reply.problem ?? "silent";
    who.value = { kind: "somebody", me: reply.value };
    link.resume();
    return null;
  };

  const logOut = async () => {
    const reply = await link.askPlainly("DELETE", "/api/session");
    if (reply.kind !== "silent") who.value = { kind: "nobody" };
  };

  return { who, find, logIn, logOut };
}

/** Return the membership of `me` in `organ`, or the first where there is no such one. */
export function membershipOf(me: Me, organ: string): Membership | null {
  return me.memberships.find((one) => one.organ.id === organ) ?? me.memberships[0] ?? null;
}
