import { todayHere } from "../../state/app.ts";
import type { Steps } from "../../state/steps.ts";
import { OpenYear } from "./open_year.tsx";
import { StepLine } from "./step_line.tsx";

interface NumberingLineProps {
  readonly steps: Steps;
  readonly book: "den" | "di";
  readonly organ: string;
}

/** Where a step that takes a number stands, with the way on when the year has no book yet. */
export function NumberingLine({ steps, book, organ }: NumberingLineProps) {
  return (
    <>
      <StepLine steps={steps} />
      <OpenYear problem={steps.problem.value} book={book} organ={organ} today={todayHere()} />
    </>
  );
}
