import { showMoment } from "../../domain/moments.ts";
import type { NodeState } from "../../domain/wire.gen.ts";
import { hubNow } from "../../state/app.ts";
import { saySize, t } from "../text.ts";
import { Facts } from "./facts.tsx";
import { ProblemBox } from "./problem_box.tsx";

interface HubFactsProps {
  readonly state: NodeState;
  readonly organ: string;
}

/** How far the province is, what waits, when the next try is, what stands in the way. */
export function HubFacts({ state, organ }: HubFactsProps) {
  const { hub, today } = state;
  const moment = (at: string | null) => (at === null ? t.app.unknown : showMoment(at, today));
  return (
    <>
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
      {hub.paired && <SendNow organ={organ} />}
    </>
  );
}

function SendNow({ organ }: { readonly organ: string }) {
  const sending = hubNow.sending.value;
  const problem = hubNow.problem.value;
  return (
    <>
      {problem && <ProblemBox problem={problem} />}
      <div class="row actions">
        <button type="button" disabled={sending} onClick={() => void hubNow.send(organ)}>
          {t.hub.sendNow}
        </button>
        <p class="beside" role="status">
          {sending && t.hub.sending}
        </p>
      </div>
    </>
  );
}
