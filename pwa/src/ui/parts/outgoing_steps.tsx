import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { OutgoingDocument, OutgoingDone } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import type { Steps } from "../../state/steps.ts";
import { a } from "../asked_text.ts";
import { t } from "../text.ts";
import { AskedSlip } from "./asked_slip.tsx";
import { NumberPanel, Warnings } from "./number_panel.tsx";
import { NumberingLine } from "./numbering_line.tsx";
import { ReasonDialog } from "./reason_dialog.tsx";

const STEPS = ["submit", "sign", "number", "seal", "issue", "send_back"] as const;
/** Nothing more is to be done by anybody here. */
const FINISHED = "da_phat_hanh";
type Step = (typeof STEPS)[number];

interface Done {
  readonly step: Step;
  readonly result: OutgoingDone;
}

interface OutgoingStepsProps {
  readonly document: OutgoingDocument;
  readonly steps: Steps;
  readonly organ: string;
  /** Loads the document again. */
  readonly onChange: () => Promise<void>;
  /** What stands before the buttons. */
  readonly children: ComponentChildren;
}

/** The buttons of what this person may do next, and what came of the last one. */
export function OutgoingSteps(props: OutgoingStepsProps) {
  const { document, steps, organ, onChange, children } = props;
  const [returning, setReturning] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const [taken, setTaken] = useState<Step | null>(null);
  const { id, state } = document.row;
  // A button stays off until the node has said what may follow: none is pressed twice.
  const may = STEPS.filter((step) => document.may.includes(`outgoing.${step}`));

  const take = async (step: Step, reason = "") => {
    setReturning(false);
    setTaken(step);
    const outcome = await steps.run<OutgoingDone>(`outgoing.${step}`, { id, reason });
    if (outcome?.kind === "accepted") {
      setDone({ step, result: outcome.data });
      await onChange();
    }
    setTaken(null);
  };

  return (
    <section aria-label={t.out.state}>
      <div class="row steps">
        {children}
        <StepButtons
          steps={may}
          busy={taken !== null}
          onStep={(step) => (step === "send_back" ? setReturning(true) : void take(step))}
        />
      </div>
      {document.slip !== "" && <p class="strong">{a.waits(document.slip)}</p>}
      {document.given !== null && <p class="strong">{a.came(document.given)}</p>}
      {may.length === 0 && state !== FINISHED && <p class="hint">{t.out.nothingToDo}</p>}
      <NumberingLine steps={steps} book="di" organ={organ} />
      {done && <Warnings warnings={done.result.warnings} />}
      {returning && (
        <ReasonDialog
          title={t.out.sendBackTitle}
          button={t.out.send_back}
          onReason={(reason) => void take("send_back", reason)}
          onCancel={() => setReturning(false)}
        />
      )}
      {done?.step === "number" && <Numbered result={done.result} onSeen={() => setDone(null)} />}
    </section>
  );
}

interface StepButtonsProps {
  readonly steps: readonly Step[];
  readonly busy: boolean;
  readonly onStep: (step: Step) => void;
}

function StepButtons({ steps, busy, onStep }: StepButtonsProps) {
  return (
    <>
      {steps.map((step) => (
        <button
          key={step}
          type="button"
          class={step === "send_back" ? "" : "main"}
          disabled={busy}
          onClick={() => onStep(step)}
        >
          {t.out[step]}
        </button>
      ))}
    </>
  );
}

interface NumberedProps {
  readonly result: OutgoingDone;
  readonly onSeen: () => void;
}

function Numbered({ result, onSeen }: NumberedProps) {
  if (result.number === null && result.slip !== "") {
    const { slip, warnings } = result;
    return (
      <AskedSlip asked={{ slip, arrival_date: todayHere(), warnings }} outgoing onSeen={onSeen} />
    );
  }
  return (
    <NumberPanel
      title={t.number.outTitle}
      label={t.number.out}
      number={result.symbol || String(result.number)}
      day={result.issued_date ?? todayHere()}
      instruction={t.number.outDone}
      button={t.number.seen}
      warnings={[]}
      onSeen={onSeen}
    />
  );
}
