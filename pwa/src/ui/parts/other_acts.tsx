import { useMemo } from "preact/hooks";
import { link, newOp, wait } from "../../state/app.ts";
import { createSteps } from "../../state/steps.ts";
import { t } from "../text.ts";
import { Removal } from "./removal.tsx";
import { StepLine } from "./step_line.tsx";

interface OtherActsProps {
  readonly organ: string;
  readonly id: string;
  readonly onDone: () => void;
}

/** Việc khác: what is seldom wanted, at the end of a document and told there. */
export function OtherActs({ organ, id, onDone }: OtherActsProps) {
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ, id]);
  return (
    <section>
      <h2>{t.detail.otherActs}</h2>
      <Removal steps={steps} id={id} onDone={onDone} />
      <StepLine steps={steps} />
    </section>
  );
}
