import { showMoment } from "../../domain/moments.ts";
import { pulse } from "../../state/app.ts";
import { holderText } from "../holder_text.ts";
import { o } from "../office_text.ts";
import type { SectionProps } from "../screen.ts";
import { t } from "../text.ts";
import { Facts } from "./facts.tsx";
import { HubFacts } from "./hub_facts.tsx";
import { ProblemBox } from "./problem_box.tsx";

/** The state of the node as the clerk sees it: registers, the province, what waits. */
export function NodeSection({ organ }: SectionProps) {
  const state = pulse.state.value;
  const refusal = pulse.refusal.value;
  if (!state && refusal) return <ProblemBox problem={refusal} />;
  if (!state) return <p role="status">{t.hub.asking}</p>;
  return (
    <>
      <Facts
        facts={[
          [o.node.name, state.node_name],
          [o.node.clock, showMoment(state.now, "")],
          [o.node.inbox, String(state.inbox_waiting)],
        ]}
      />
      <h2>{o.node.registers}</h2>
      {state.registers.length === 0 && <p>{o.node.noRegisters}</p>}
      <ul class="plain">
        {state.registers.map((register) => (
          <li key={`${register.book} ${register.year}`}>{holderText(register)}</li>
        ))}
      </ul>
      <h2>{t.hub.title}</h2>
      <HubFacts state={state} organ={organ} />
    </>
  );
}
