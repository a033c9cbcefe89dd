import type { Problem } from "../../domain/wire.gen.ts";
import { o } from "../outbox_text.ts";
import { t } from "../text.ts";

interface SendingLineProps {
  readonly lost: number;
  readonly problem: Problem | null;
  /** Leaves the command to the outbox; offered once a reply was lost. */
  readonly onLater?: (() => void) | undefined;
}

/** That a command is on its way, and that a lost reply is being asked for again. */
export function SendingLine({ lost, problem, onLater }: SendingLineProps) {
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
      {onLater && lost > 0 && (
        <>
          <p>{o.laterHint}</p>
          <button type="button" onClick={onLater}>
            {o.later}
          </button>
        </>
      )}
    </div>
  );
}
