import { showMoment } from "../../domain/moments.ts";
import type { NodeState } from "../../domain/wire.gen.ts";
import { saySize, t } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import { Facts } from "./facts.tsx";
import { ProblemBox } from "./problem_box.tsx";

interface HubPanelProps {
  readonly state: NodeState;
  readonly onClose: () => void;
}

/** How far the province is, what waits, when the next try is and what stands in the way. */
export function HubPanel({ state, onClose }: HubPanelProps) {
  const { hub, today } = state;
  const moment = (at: string | null) => (at === null ? t.app.unknown : showMoment(at, today));
  return (
    <Dialog title={t.hub.title} onClose={onClose}>
      <Facts
        facts={[
          [t.hub.node_head, String(hub.node_head)],
          [t.hub.hub_head, hub.hub_head === null ? t.app.unknown : String(hub.hub_head)],
          [t.hub.files, t.hub.filesValue(hub.files_waiting, saySize(hub.bytes_waiting))],
          [t.hub.last, moment(hub.last_contact)],
          [t.hub.next, moment(hub.next_try_at)],
          [t.hub.failures, String(hub.failures)],
          [t.hub.signers, state.agents.join(", ") || t.hub.none],
        ]}
      />
      {hub.problem && <ProblemBox problem={hub.problem} />}
      <p class="hint">{t.hub.asOf(showMoment(state.now, today))}</p>
      <button type="button" class="main" onClick={onClose}>
        {t.app.close}
      </button>
    </Dialog>
  );
}
