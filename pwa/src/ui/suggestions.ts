/** The list under a field with suggestions: what it shows, which is chosen, and its keys. */

import { useState } from "preact/hooks";

export interface Suggestions {
  readonly shown: readonly string[];
  /** The place of the chosen one, -1 for none. */
  readonly chosen: number;
  /** Shows what fits to the typed text. */
  readonly look: (typed: string) => void;
  readonly close: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/**
 * Return the suggestions of `suggest`; `take` hears the one that Enter picks. They are looked up
 * while the screen is drawn, so what is known later shows without another key.
 */
export function useSuggestions(
  suggest: (typed: string) => readonly string[],
  take: (text: string) => void,
): Suggestions {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(-1);
  const shown = typed.trim() === "" ? [] : suggest(typed);

  const look = (text: string) => {
    setTyped(text);
    setChosen(-1);
  };
  const close = () => look("");
  const move = (step: number) => {
    const from = chosen < 0 && step < 0 ? 0 : chosen;
    setChosen((from + step + shown.length) % shown.length);
  };
  const pick = () => {
    const picked = shown[chosen];
    close();
    if (picked !== undefined) take(picked);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing || shown.length === 0) return;
    if (event.key === "Escape") close();
    else if (event.key === "Enter") pick();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
  };
  return { shown, chosen, look, close, onKey };
}
