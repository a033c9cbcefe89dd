/** Which screens a role opens. The node decides; this only hides what it would refuse. */

import { SCREENS, type Screen } from "../state/route.ts";

const SCREENS_OF_ROLE: Readonly<Record<string, readonly Screen[]>> = {
  van_thu: SCREENS.filter((screen) => screen !== "quan-tri"),
  lanh_dao: ["den", "di", "soan", "ban-sao", "giu-so", "tiep-quan", "tinh-trang-so", "thiet-bi"],
  chuyen_vien: ["den", "di", "soan", "ban-sao", "tinh-trang-so", "thiet-bi"],
  quan_tri: ["quan-tri", "giu-so", "tiep-quan", "thiet-bi"],
};

const ORDER: readonly Screen[] = [
  "den",
  "vao-so",
  "cho-tiep-nhan",
  "di",
  "ban-sao",
  "quan-tri",
  "giu-so",
  "thiet-bi",
];

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

const ROLES_OF_ACT = {
  /** Answer at the opening, enter again, take copies' numbers, open and close years. */
  keep: ["van_thu"],
  void: ["van_thu", "lanh_dao"],
  lend: ["van_thu", "lanh_dao"],
  codeDevice: ["van_thu", "quan_tri"],
  loseDevice: ["van_thu", "lanh_dao", "quan_tri"],
  join: ["van_thu", "quan_tri"],
  partWith: ["van_thu", "lanh_dao", "quan_tri"],
} as const;

/** Tell whether `roles` may do `act` with the registers. */
export function mayDo(roles: readonly string[], act: keyof typeof ROLES_OF_ACT): boolean {
  return ROLES_OF_ACT[act].some((role) => roles.includes(role));
}
