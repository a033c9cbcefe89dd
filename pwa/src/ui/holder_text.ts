/** Who holds the registers, as far as this machine can tell. */

import type { RegisterState } from "../domain/wire.gen.ts";
import { pulse } from "../state/app.ts";
import { t } from "./text.ts";

type Held = Pick<RegisterState, "book" | "year" | "mark" | "owner">;

/** Tell whether another machine may hold them: clerk and leader are asked to take over here. */
export function isUnsure(): boolean {
  const opening = pulse.state.value?.opening;
  return opening?.standing === "owner" && opening.question === "take_over";
}

/** Return who numbers a book; the machine never claims one that another may hold. */
export function holderText({ book, year, mark, owner }: Held): string {
  if (owner === "province") return t.list.holderProvince(year);
  const name = t.list.books[book] ?? book;
  if (isUnsure()) return t.list.holderUnsure(name, year, mark);
  const standing = pulse.state.value?.opening?.standing ?? "owner";
  const text = standing === "owner" ? t.list.holder : t.list.holderThere;
  return text(name, year, mark);
}
