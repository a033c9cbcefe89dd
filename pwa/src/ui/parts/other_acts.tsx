import { useMemo } from "preact/hooks";
import type { NumberKey } from "../../domain/reentry_form.ts";
import type { IncomingRow } from "../../domain/wire.gen.ts";
import { link, newOp, wait } from "../../state/app.ts";
import { createSteps } from "../../state/steps.ts";
import { t } from "../text.ts";
import { PaperArrival } from "./paper_arrival.tsx";
import { Removal } from "./removal.tsx";
import { StepLine } from "./step_line.tsx";
import { VoidNumber } from "./void_number.tsx";

interface OtherActsProps {
  readonly organ: string;
  readonly id: string;
  /** The number that may be voided. */
  readonly number?: NumberKey | null;
  /** The e-document whose paper may come. */
  readonly awaited?: IncomingRow | null;
  readonly removable: boolean;
  readonly onDone: () => void;
}

/** Việc khác: what is seldom wanted, at the end of a document and told there. */
export function OtherActs(props: OtherActsProps) {
  const { organ, id, number, awaited, removable, onDone } = props;
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ, id]);
  if (!number && !awaited && !removable) return null;
  return (
    <section>
      <h2>{t.detail.otherActs}</h2>
      <div class="row">
        {awaited && <PaperArrival steps={steps} row={awaited} onDone={onDone} />}
        {number && <VoidNumber steps={steps} number={number} onDone={onDone} />}
        {removable && <Removal steps={steps} id={id} onDone={onDone} />}
      </div>
      <StepLine steps={steps} />
    </section>
  );
}
