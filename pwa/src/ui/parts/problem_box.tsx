import type { Problem } from "../../domain/wire.gen.ts";
import { t } from "../text.ts";

interface ProblemBoxProps {
  readonly problem: Problem | "silent";
  readonly onAgain?: () => void;
}

/** A refusal or a silence: cause, next step, and another try where one makes sense. */
export function ProblemBox({ problem, onAgain }: ProblemBoxProps) {
  const silent = problem === "silent";
  return (
    <div class="problem" role="alert">
      <p class="problem-title">{silent ? t.login.unreachable : problem.title}</p>
      {!silent && problem.detail && problem.detail !== problem.title && <p>{problem.detail}</p>}
      <p>{silent ? t.login.unreachableNext : problem.next_step}</p>
      {!silent && <p class="code">{problem.code}</p>}
      {onAgain && (
        <button type="button" onClick={onAgain}>
          {t.app.again}
        </button>
      )}
    </div>
  );
}
