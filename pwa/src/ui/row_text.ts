/** What became of a number, in words for lists, Chế độ Sổ and details. */

import { showDay } from "../domain/dates.ts";
import { showMoment } from "../domain/moments.ts";
import type { Day, IncomingRow } from "../domain/wire.gen.ts";
import { t } from "./text.ts";

type Fate = Pick<
  IncomingRow,
  "state" | "reason" | "slip" | "captured_at" | "site" | "again" | "corrects" | "paper_on"
>;

export const STATE_ICONS = { issued: "✓", void: "✕", content_lost: "?", leased: "⇄" } as const;

const NO_SUBJECT = "(chưa có trích yếu)";
const STATES = {
  issued: "",
  void: "HỦY",
  content_lost: "Mất nội dung – nhập lại từ bản giấy",
  leased: "Số đã giao cho cơ sở khác, chưa dùng",
} as const;

/** Return what a row is about, or why it does not say. */
export function titleOf(row: Pick<IncomingRow, "subject" | "content_removed">): string {
  return row.subject || (row.content_removed ? t.list.removed : NO_SUBJECT);
}

/** Return the state of a number that is not plainly issued, with its reason; "" otherwise. */
export function stateText({ state, reason }: Pick<Fate, "state" | "reason">): string {
  return reason === "" || state === "issued" ? STATES[state] : `${STATES[state]}: ${reason}`;
}

/** Return how a number was given, one sentence a fact; none for a plain one. */
export function originTexts(fate: Fate, today: Day): readonly string[] {
  const { slip, captured_at: captured, site, again, corrects, paper_on: paper } = fate;
  const taken = captured === "" ? "" : `, nhận lúc ${showMoment(captured, today)}`;
  return [
    corrects > 0 ? `Đính chính: thay cho số ${corrects}` : "",
    slip === "" ? "" : `Theo mã tạm ${slip}${taken}`,
    site === "" ? "" : `Cấp tại ${site}`,
    again ? "Nhập lại từ bản giấy" : "",
    paper === null ? "" : `Bản giấy đến ngày ${showDay(paper)}`,
  ].filter((text) => text !== "");
}

/** Return all that is to be known of a number, for cột Ghi chú; none for a plain one. */
export function fateTexts(fate: Fate, today: Day): readonly string[] {
  const state = stateText(fate);
  return state === "" ? originTexts(fate, today) : [state, ...originTexts(fate, today)];
}
