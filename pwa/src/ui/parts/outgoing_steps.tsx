import { useState } from "preact/hooks";
import type { OutgoingDocument, OutgoingDone } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import type { Steps } from "../../state/steps.ts";
import { t } from "../text.ts";
import { NumberPanel, Warnings } from "./number_panel.tsx";
import { OpenYear } from "./open_year.tsx";
import { ReasonDialog } from "./reason_dialog.tsx";
import { StepLine } from "./step_line.tsx";

const STEPS = ["submit", "sign", "number", "seal", "issue", "send_back"] as const;
type Step = (typeof STEPS)[number];

interface OutgoingStepsProps {
  readonly document: OutgoingDocument;
  readonly steps: Steps;
  readonly organ: string;
  readonly onChange: () => void;
}

/** The buttons of what this person may do next, and what came of the last one. */
export function OutgoingSteps({ document, steps, organ, onChange }: OutgoingStepsProps) {
  const [returning, setReturning] = useState(false);
  const [numbered, setNumbered] = useState<OutgoingDone | null>(null);
  const [warnings, setWarnings] = useState<OutgoingDone["warnings"]>([]);
  const today = todayHere();
  const { id } = document.row;
  const may = STEPS.filter((step) => document.may.some((kind) => kind.split(".").pop() === step));

  const take = async (step: Step, reason = "") => {
    setReturning(false);
    const outcome = await steps.run<OutgoingDone>(`outgoing.${step}`, { id, reason });
    if (outcome?.kind !== "accepted") return;
    setWarnings(outcome.data.warnings);
    if (step === "number") setNumbered(outcome.data);
    onChange();
  };

  return (
    <section aria-label={t.out.state}>
      <div class="row actions">
        {may.map((step) => (
          <button
            key={step}
            type="button"
            class={step === "send_back" ? "" : "main"}
            disabled={steps.running.value !== null}
            onClick={() => (step === "send_back" ? setReturning(true) : void take(step))}
          >
            {t.out[step]}
          </button>
        ))}
      </div>
      {may.length === 0 && <p class="hint">{t.out.nothingToDo}</p>}
      <StepLine steps={steps} />
      <OpenYear problem={steps.problem.value} book="di" organ={organ} today={today} />
      <Warnings warnings={warnings} />
      {returning && (
        <ReasonDialog
          title={t.out.sendBackTitle}
          button={t.out.send_back}
          onReason={(reason) => void take("send_back", reason)}
          onCancel={() => setReturning(false)}
        />
      )}
      {numbered?.issued_date && (
        <NumberPanel
          title={t.number.outTitle}
          label={t.number.out}
          number={numbered.symbol || String(numbered.number)}
          day={numbered.issued_date}
          instruction={t.number.outDone}
          button={t.number.seen}
          warnings={[]}
          onSeen={() => setNumbered(null)}
        />
      )}
    </section>
  );
}
