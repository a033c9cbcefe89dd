import type { Steps } from "../../state/steps.ts";
import { ProblemBox } from "./problem_box.tsx";
import { SendingLine } from "./sending_line.tsx";

/** Where the last step stands: under way, asked again, or refused with its cause. */
export function StepLine({ steps }: { readonly steps: Steps }) {
  const running = steps.running.value;
  const problem = steps.problem.value;
  return (
    <>
      {running && <SendingLine lost={running.lost} problem={running.problem} />}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}
