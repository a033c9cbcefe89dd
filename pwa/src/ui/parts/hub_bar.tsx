import { useState } from "preact/hooks";
import { minutesSince } from "../../domain/moments.ts";
import type { HubState, NodeState } from "../../domain/wire.gen.ts";
import { link, pulse } from "../../state/app.ts";
import { sayAge, t } from "../text.ts";
import { HubPanel } from "./hub_panel.tsx";
import { OutboxButton } from "./outbox_button.tsx";
import { OutboxPanel } from "./outbox_panel.tsx";

const OLD_MINUTES = 8 * 60; // a working day: the province then knows nothing of today

/** What waits here, and where the office stands with the province, on every screen; never red. */
export function HubBar({ organ }: { readonly organ: string }) {
  const [listed, setListed] = useState(false);
  return (
    <>
      <Standing organ={organ} onList={() => setListed(true)} />
      {listed && <OutboxPanel onClose={() => setListed(false)} />}
    </>
  );
}

interface StandingProps {
  readonly organ: string;
  readonly onList: () => void;
}

function Standing({ organ, onList }: StandingProps) {
  const [open, setOpen] = useState(false);
  const state = pulse.state.value;
  if (link.reachable.value === false)
    return (
      <div class="bar node-away">
        <p role="status">
          <span aria-hidden="true">⚠ </span>
          {t.hub.node}
        </p>
        <OutboxButton onOpen={onList} />
      </div>
    );
  if (!state)
    return (
      <div class="bar">
        <p role="status">{pulse.refusal.value ? t.hub.notShown : t.hub.asking}</p>
        <OutboxButton onOpen={onList} />
      </div>
    );
  return (
    <>
      <div class="bar">
        <p role="status">
          <span aria-hidden="true">{isAway(state.hub) ? "○ " : "✓ "}</span>
          {headline(state.hub)} <Contact state={state} />
        </p>
        <div class="bar-ways">
          <OutboxButton onOpen={onList} />
          <button type="button" class="quiet" onClick={() => setOpen(true)}>
            {t.hub.details}
          </button>
        </div>
      </div>
      {open && <HubPanel state={state} organ={organ} onClose={() => setOpen(false)} />}
    </>
  );
}

function Contact({ state }: { readonly state: NodeState }) {
  const { last_contact: last, paired } = state.hub;
  if (!paired) return null;
  if (last === null) return <span>{t.hub.never}</span>;
  const minutes = minutesSince(last, state.now);
  const old = minutes >= OLD_MINUTES;
  return (
    <span class={old ? "old" : ""}>
      {old && <span aria-hidden="true">⚠ </span>}
      {t.hub.contact(sayAge(minutes))}
    </span>
  );
}

function isAway(hub: HubState): boolean {
  return !hub.paired || hub.reachable !== true;
}

function headline(hub: HubState): string {
  const waiting = hub.hub_head === null ? null : Math.max(0, hub.node_head - hub.hub_head);
  const count = waiting === null ? t.hub.waitingUnknown : t.hub.waiting(waiting);
  if (!hub.paired) return t.hub.unpaired;
  if (hub.reachable === false) return `${t.hub.away} ${count}.`;
  return waiting === 0 && hub.files_waiting === 0 ? t.hub.allThere : `${count}.`;
}
