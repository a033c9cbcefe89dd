/**
 * Pauses between two tries, which something that happened meanwhile may cut short: the node told
 * that it stamps again, so what waits for it goes on at once.
 */

export interface Waiting {
  /** Resolves after `ms` milliseconds, or when it is woken. */
  readonly wait: (ms: number) => Promise<void>;
  /** Ends every pause that runs. */
  readonly wake: () => void;
}

/** Return pauses that run by themselves. */
export function createWaiting(): Waiting {
  const running = new Set<() => void>();
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        running.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      running.add(end);
    });
  const wake = () => {
    for (const end of [...running]) end();
  };
  return { wait, wake };
}
