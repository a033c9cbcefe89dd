import { useEffect } from "preact/hooks";

/** Open an entry once: what was kept comes back, what was on its way goes on. */
export function useOpened(entry: { readonly open: () => Promise<void> }): void {
  useEffect(() => void entry.open(), [entry]);
}
