/** Shortcuts that work on every screen. Single characters can be switched off (WCAG 2.1.4). */

const SWITCH = "vanthu.phim-don";

export interface Shortcuts {
  readonly register: () => void;
  readonly help: () => void;
}

/** Tell whether "/" and "?" are shortcuts on this device. */
export function singleKeysOn(): boolean {
  return localStorage.getItem(SWITCH) !== "0";
}

/** Remember whether "/" and "?" are shortcuts on this device. */
export function setSingleKeys(on: boolean): void {
  localStorage.setItem(SWITCH, on ? "1" : "0");
}

/** Listen for the shortcuts; returns the stop. "/" focuses the screen's search field. */
export function listen(view: Document, shortcuts: Shortcuts): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = actionFor(event, view, shortcuts);
    if (!act) return;
    event.preventDefault();
    act();
  };
  view.addEventListener("keydown", onKey);
  return () => view.removeEventListener("keydown", onKey);
}

function actionFor(
  event: KeyboardEvent,
  view: Document,
  shortcuts: Shortcuts,
): (() => void) | null {
  if (view.querySelector("dialog[open]")) return null;
  if (event.key === "F2") return shortcuts.register;
  if (isTyping(event.target) || !singleKeysOn()) return null;
  const search = view.querySelector<HTMLInputElement>("input[type=search]");
  if (event.key === "/" && search) return () => search.focus();
  return event.key === "?" ? shortcuts.help : null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, select, textarea");
}

/** Move to the next field of the form on Enter, as on paper; buttons keep their Enter. */
export function enterNext(event: KeyboardEvent): void {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.altKey) return;
  const field = event.target;
  if (!(field instanceof HTMLElement) || !field.matches("input:not([type=file]), select, textarea"))
    return;
  const form = field.closest("form");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  stops(form)
    .find((stop) => follows(field, stop))
    ?.focus();
}

function stops(form: HTMLFormElement): HTMLElement[] {
  const all = form.querySelectorAll<HTMLElement>(
    "input:not([type=file]):not([type=hidden]), select, textarea, button[data-stop]",
  );
  return Array.from(all).filter((stop) => stop.offsetParent !== null && !stop.matches(":disabled"));
}

function follows(field: HTMLElement, stop: HTMLElement): boolean {
  return (field.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
