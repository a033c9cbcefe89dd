/**
 * Where the person is: "#/{organ}/{screen}/{id}". The hash, because the node then serves one
 * page, and because a place can be kept, shared and returned to.
 */

import { type ReadonlySignal, signal } from "@preact/signals";

export const SCREENS = [
  "den",
  "vao-so",
  "cho-tiep-nhan",
  "di",
  "soan",
  "ban-sao",
  "giu-so",
  "tiep-quan",
  "tinh-trang-so",
  "nhap-lai",
  "quan-tri",
  "thiet-bi",
] as const;
export type Screen = (typeof SCREENS)[number];

export interface Route {
  readonly organ: string;
  readonly screen: Screen;
  readonly id: string;
}

/** Return the route that `hash` names; unknown parts fall back to the incoming list. */
export function parseRoute(hash: string): Route {
  const [organ = "", screen = "", id = ""] = hash.replace(/^#\/?/, "").split("/").map(decode);
  const known = SCREENS.find((name) => name === screen);
  return known ? { organ, screen: known, id } : { organ, screen: "den", id: "" };
}

/** Return the address of a route, for a link. */
export function address(organ: string, screen: Screen, id = ""): string {
  const parts = [organ, screen, id].filter((part) => part !== "").map(encodeURIComponent);
  return `#/${parts.join("/")}`;
}

/** Return the route as a signal that follows the address bar. */
export function followRoute(view: Window): ReadonlySignal<Route> {
  const route = signal(parseRoute(view.location.hash));
  view.addEventListener("hashchange", () => {
    // "#noi-dung" is the skip link's, not a place.
    if (view.location.hash.startsWith("#/")) route.value = parseRoute(view.location.hash);
  });
  return route;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
