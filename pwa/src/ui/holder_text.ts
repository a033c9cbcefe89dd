/** Who holds the registers, as far as this machine can tell. */

import type { RegisterState } from "../domain/wire.gen.ts";
import { pulse } from "../state/app.ts";

type Held = Pick<RegisterState, "book" | "year" | "mark" | "owner">;

const BOOKS: Readonly<Record<string, string>> = { den: "đến", di: "đi", sao: "bản sao" };

/** Tell whether another machine may hold them: clerk and leader are asked to take over here. */
export function isUnsure(): boolean {
  const opening = pulse.state.value?.opening;
  return opening?.standing === "owner" && opening.question === "take_over";
}

/** Return who numbers a book; the machine never claims one that another may hold. */
export function holderText({ book, year, mark, owner }: Held): string {
  if (owner === "province") return `Tỉnh đang giữ sổ năm ${year}; số do tỉnh cấp`;
  const name = `sổ ${BOOKS[book] ?? book} ${year}`;
  if (isUnsure()) return `Chưa rõ máy nào giữ ${name}; máy này có đến số ${mark}`;
  const standing = pulse.state.value?.opening?.standing ?? "owner";
  return standing === "owner"
    ? `Máy này đang giữ ${name} (đến số ${mark})`
    : `Máy khác đang giữ ${name}; máy này có đến số ${mark}`;
}
