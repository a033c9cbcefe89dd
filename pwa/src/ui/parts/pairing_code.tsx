import { useEffect, useState } from "preact/hooks";
import type { AgentCode } from "../../domain/wire.gen.ts";
import { o } from "../office_text.ts";

const LOOK_MS = 5_000;
const MINUTE_MS = 60_000;
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** The six digits, large, how long they hold, and the command that uses them. */
export function PairingCode({ code }: { readonly code: AgentCode }) {
  const minutes = useMinutesLeft(code.minutes);
  const { origin } = window.location;
  if (minutes === 0) return <p role="status">{o.agents.over}</p>;
  return (
    <section aria-label={o.agents.code}>
      <p class="stamp pairing" role="status">
        <span class="stamp-label">{o.agents.code}</span> <strong>{code.code}</strong>{" "}
        <span class="stamp-day">{o.agents.left(minutes)}</span>
      </p>
      <p class="instruction">{o.agents.run}</p>
      <pre class="command">
        <code>{`vanthu-signer pair --node ${origin} --code ${code.code} --name "${o.agents.agentName}"`}</code>
      </pre>
      <p class="hint">{o.agents.device}</p>
      {isLoopback() && <p class="hint">{o.agents.local}</p>}
    </section>
  );
}

/** Tell whether the address is good on this machine only. */
export function isLoopback(): boolean {
  return LOOPBACK.includes(window.location.hostname);
}

/** Whole minutes that are left of `minutes` since the first showing; 0 when they are over. */
export function useMinutesLeft(minutes: number): number {
  const [end] = useState(() => Date.now() + minutes * MINUTE_MS);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((end - now) / MINUTE_MS));
}
