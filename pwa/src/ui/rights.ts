/** Which screens a role opens. The node decides; this only hides what it would refuse. */

import type { Screen } from "../state/route.ts";

const SCREENS_OF_ROLE: Readonly<Record<string, readonly Screen[]>> = {
  van_thu: ["den", "vao-so", "cho-tiep-nhan", "di", "soan"],
  lanh_dao: ["den", "di", "soan"],
  chuyen_vien: ["den", "di", "soan"],
  quan_tri: ["quan-tri"],
};

const ORDER: readonly Screen[] = ["den", "vao-so", "cho-tiep-nhan", "di", "quan-tri"];

/** Return the screens of the navigation for `roles`, in order. */
export function screensOf(roles: readonly string[]): readonly Screen[] {
  return ORDER.filter((screen) => mayOpen(roles, screen));
}

/** Return the first screen that `roles` open: where a person without a place begins. */
export function homeOf(roles: readonly string[]): Screen {
  return screensOf(roles)[0] ?? "den";
}

/** Tell whether `roles` may open `screen`. */
export function mayOpen(roles: readonly string[], screen: Screen): boolean {
  return roles.some((role) => SCREENS_OF_ROLE[role]?.includes(screen));
}

/** Tell whether `roles` may take a document's content out (Gỡ nội dung). */
export function mayRemove(roles: readonly string[]): boolean {
  return roles.includes("van_thu") || roles.includes("lanh_dao");
}
