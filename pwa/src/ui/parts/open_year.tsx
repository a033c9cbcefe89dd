import { useMemo, useState } from "preact/hooks";
import type { Day, OpenRegister, Problem } from "../../domain/wire.gen.ts";
import { link, newOp, wait } from "../../state/app.ts";
import { createSteps } from "../../state/steps.ts";
import { sayDay, sayFault, t } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import { StepLine } from "./step_line.tsx";
import { TextField } from "./text_field.tsx";

const UNCONFIRMED = "YEAR_UNCONFIRMED";

interface OpenYearProps {
  readonly problem: Problem | null;
  readonly book: "den" | "di" | "sao";
  readonly organ: string;
  readonly today: Day;
}

/** The way out of YEAR_NOT_OPEN: a person, not the clock, opens the book of a new year. */
export function OpenYear({ problem, book, organ, today }: OpenYearProps) {
  const [opened, setOpened] = useState(false);
  if (problem?.code !== "YEAR_NOT_OPEN") return null;
  if (opened) return <p role="status">{t.form.yearOpened}</p>;
  const label = t.form.openYear(Number(today.slice(0, 4)));
  return <YearOpening {...{ organ, book, today, label }} onOpened={() => setOpened(true)} />;
}

interface YearOpeningProps {
  readonly organ: string;
  readonly book: string;
  readonly today: Day;
  readonly label: string;
  readonly onOpened: () => void;
}

/**
 * Opens the book of today's year. Where the node has no second source of the time, it asks for a
 * person's yes, with the whole date before the eyes.
 */
export function YearOpening({ organ, book, today, label, onOpened }: YearOpeningProps) {
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ]);
  const year = Number(today.slice(0, 4));
  const unconfirmed = steps.problem.value?.code === UNCONFIRMED;
  const [paper, setPaper] = useState("0");
  const [fault, setFault] = useState("");
  const open = async (confirmed: boolean) => {
    const readable = /^\d{1,9}$/.test(paper.trim());
    setFault(readable ? "" : sayFault({ field: "paper", why: "not_a_number" }));
    if (!readable) return;
    const payload: OpenRegister = { book, year, confirmed, paper: Number(paper) };
    const outcome = await steps.run("register.open", payload);
    if (outcome?.kind === "accepted") onOpened();
  };
  return (
    <>
      <button
        type="button"
        disabled={steps.running.value !== null}
        onClick={() => void open(false)}
      >
        {label}
      </button>
      {unconfirmed ? (
        <Dialog title={label} onClose={steps.forget} first=".quiet">
          <p class="band-ask">{t.form.isIt(sayDay(today), year)}</p>
          <TextField
            name="paper_before"
            label={t.form.paperBefore}
            value="0"
            fault={fault}
            numeric
            onEdit={setPaper}
          />
          <div class="row">
            <button type="button" class="main" onClick={() => void open(true)}>
              {t.form.yesOpen}
            </button>
            <button type="button" class="quiet" onClick={steps.forget}>
              {t.app.cancel}
            </button>
          </div>
        </Dialog>
      ) : (
        <StepLine steps={steps} />
      )}
    </>
  );
}
