import { useMemo, useState } from "preact/hooks";
import type { Day, OpenRegister, Problem } from "../../domain/wire.gen.ts";
import { link, newOp, wait } from "../../state/app.ts";
import { createSteps } from "../../state/steps.ts";
import { t } from "../text.ts";
import { StepLine } from "./step_line.tsx";

interface OpenYearProps {
  readonly problem: Problem | null;
  readonly book: "den" | "di";
  readonly organ: string;
  readonly today: Day;
}

/** The way out of YEAR_NOT_OPEN: a person, not the clock, opens the book of a new year. */
export function OpenYear({ problem, book, organ, today }: OpenYearProps) {
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ]);
  const [opened, setOpened] = useState(false);
  if (problem?.code !== "YEAR_NOT_OPEN") return null;
  const year = Number(today.slice(0, 4));
  const open = async () => {
    const payload: OpenRegister = { book, year };
    const outcome = await steps.run("register.open", payload);
    setOpened(outcome?.kind === "accepted");
  };
  if (opened) return <p role="status">{t.form.yearOpened}</p>;
  return (
    <>
      <button type="button" disabled={steps.running.value !== null} onClick={() => void open()}>
        {t.form.openYear(year)}
      </button>
      <StepLine steps={steps} />
    </>
  );
}
