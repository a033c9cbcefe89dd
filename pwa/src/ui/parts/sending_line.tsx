import type { Problem } from "../../domain/wire.gen.ts";
import { t } from "../text.ts";

interface SendingLineProps {
  readonly lost: number;
  readonly problem: Problem | null;
}

/** That a command is on its way, and that a lost reply is being asked for again. */
export function SendingLine({ lost, problem }: SendingLineProps) {
  return (
    <div class={lost > 0 ? "sending lost" : "sending"} role="status">
      <p>
        <span aria-hidden="true">↻ </span>
        {lost > 0 ? `${t.form.lost} ${t.form.lostSafe}` : t.form.sending}
      </p>
      {problem && (
        <p>
          {problem.title} {problem.next_step} ({problem.code})
        </p>
      )}
    </div>
  );
}
