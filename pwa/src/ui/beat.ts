import { useEffect, useRef } from "preact/hooks";
import { pulse } from "../state/app.ts";

/**
 * Load at once, and again whenever something at the node changed. The node's first word on its
 * state changes nothing: what was loaded a moment before is as new.
 */
export function useBeat(load: () => Promise<void>): void {
  const beat = pulse.beat.value;
  const seen = useRef<{ readonly load: () => Promise<void>; readonly beat: string } | null>(null);
  useEffect(() => {
    const before = seen.current;
    seen.current = { load, beat };
    if (before?.load !== load || before.beat !== "") void load();
  }, [load, beat]);
}
