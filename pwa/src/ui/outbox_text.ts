/** The Vietnamese words of «Việc chờ gửi»: what waits on this device, and what became of it. */

import { showDay } from "../domain/dates.ts";
import type { Asked, Registered } from "../domain/wire.gen.ts";
import type { Standing } from "../state/sync.ts";
import { t } from "./text.ts";

const KINDS: Readonly<Record<string, string>> = { "incoming.register": "Vào sổ văn bản đến" };

export const o = {
  count: (count: number | null) => `Máy này: ${count ?? t.app.unknown} việc chờ gửi`,
  look: (count: number) => `${count} việc cần xem`,
  filling: (remaining: number) => `Đang tải về máy này: còn ${remaining} văn bản`,
  title: "Việc chờ gửi",
  none: "Không có việc nào chờ gửi.",
  unknown: "Chưa đọc được máy này còn bao nhiêu việc chờ gửi.",
  oldest: (count: number, age: string) => `${count} việc chờ gửi; việc lâu nhất: ${age}.`,
  synced: (age: string) => `Đồng bộ với máy xã lần cuối: ${age}.`,
  neverSynced: "Đồng bộ với máy xã lần cuối: —",
  silent:
    "Chưa liên lạc được với máy xã. Có mạng lại thì máy này tự gửi, không mất và không gửi trùng.",
  unkept:
    "Trình duyệt không ghi được vào máy này: có thể ổ đĩa đầy. Đừng đóng trang; xuất bản cứu hộ rồi báo người quản trị.",
  sendNow: "Gửi ngay",
  rescue: "Xuất bản cứu hộ",
  rescueHint:
    "Bản cứu hộ là tệp chứa mọi việc chưa gửi, để người quản trị nhập lại khi máy này hỏng.",
  again: "Gửi lại",
  removeAfter: "Xuất ra tệp rồi bỏ",
  answers: "Đã xong, cần xem",
  showNumber: "Xem số để ghi dấu",
  seen: "Đã xem",
  made: (moment: string, size: string) => `Lúc ${moment} · ${size}`,
  later: "Để vào việc chờ gửi, nhập văn bản khác",
  laterHint: "Chưa có số đến: để riêng bản giấy, ghi dấu khi có số.",
  standings: {
    saved: ["◐", "Đã lưu trên máy này, gửi khi có mạng"],
    waiting: ["↑", "Chờ gửi"],
    sending: ["↻", "Đang gửi"],
    look: ["!", "Cần xem: máy xã không nhận"],
  } satisfies Record<Standing, readonly [icon: string, text: string]>,
} as const;

/** Return what a command does, and what it is about. */
export function sayKind({
  kind,
  label,
}: {
  readonly kind: string;
  readonly label: string;
}): string {
  const name = KINDS[kind] ?? kind;
  return label === "" ? name : `${name}: ${label}`;
}

/** Return the number or the slip that an accepted registration got; null for anything else. */
export function readArrival(kind: string, data: unknown): Registered | Asked | null {
  return kind === "incoming.register" && data !== null ? (data as Registered | Asked) : null;
}

/** Return "✓ Xã đã nhận · Số đến 153 · 20/11/2026". */
export function sayAnswer(arrival: Registered | Asked | null): string {
  const there = "Xã đã nhận";
  if (!arrival) return there;
  const got = "slip" in arrival ? `Mã tạm ${arrival.slip}` : `Số đến ${arrival.number}`;
  return `${there} · ${got} · ${showDay(arrival.arrival_date)}`;
}
