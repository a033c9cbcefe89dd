import { useState } from "preact/hooks";
import type { AcceptInbox, Asked, InboxItem, Problem, Registered } from "../../domain/wire.gen.ts";
import { go } from "../../state/app.ts";
import { address } from "../../state/route.ts";
import type { Steps } from "../../state/steps.ts";
import { t } from "../text.ts";
import { ArrivalNumber } from "./arrival_number.tsx";
import { type Answers, Confirmation, isQuestion } from "./confirmations.tsx";
import { NumberingLine } from "./numbering_line.tsx";
import { ReasonDialog } from "./reason_dialog.tsx";

interface InboxDecisionProps {
  readonly item: InboxItem;
  readonly steps: Steps;
  readonly organ: string;
  readonly onChange: () => void;
}

/** What stands over the document after a button. */
type Over =
  | { readonly kind: "returning" }
  | { readonly kind: "question"; readonly problem: Problem; readonly data: unknown }
  | { readonly kind: "registered"; readonly registered: Registered | Asked };

/** Check, accept or give back: accepting needs a recorded check (R-IN-04). */
export function InboxDecision({ item, steps, organ, onChange }: InboxDecisionProps) {
  const [over, setOver] = useState<Over | null>(null);
  const [answers, setAnswers] = useState<Answers>({});

  const close = () => setOver(null);
  const take = async (kind: string, payload: object) => {
    close();
    if ((await steps.run(kind, payload))?.kind === "accepted") onChange();
  };
  const accept = async (given: Answers) => {
    setAnswers(given);
    close();
    setOver(await acceptItem(steps, { id: item.id, ...given }));
  };

  return (
    <section aria-label={t.screens["cho-tiep-nhan"]}>
      <Buttons
        checked={item.checked_at !== null}
        busy={steps.running.value !== null}
        onCheck={() => void take("inbox.check", { id: item.id })}
        onAccept={() => void accept(answers)}
        onReturn={() => setOver({ kind: "returning" })}
      />
      <NumberingLine steps={steps} book="den" organ={organ} />
      {over?.kind === "returning" && (
        <ReasonDialog
          title={t.inbox.giveBackTitle}
          button={t.inbox.giveBack}
          onReason={(reason) => void take("inbox.return", { id: item.id, reason })}
          onCancel={close}
        />
      )}
      {over?.kind === "question" && (
        <Confirmation
          {...over}
          organ={organ}
          onAnswer={(answer) => void accept({ ...answers, ...answer })}
          onMend={close}
        />
      )}
      {over?.kind === "registered" && (
        <ArrivalNumber
          registered={over.registered}
          onStamped={() => go(placeOf(over.registered, organ))}
        />
      )}
    </section>
  );
}

/** The entry, or the list where it waits for its number. */
function placeOf(registered: Registered | Asked, organ: string): string {
  return "slip" in registered ? address(organ, "den") : address(organ, "den", registered.id);
}

/** Accept; a question of the node comes back instead of a problem on the screen. */
async function acceptItem(steps: Steps, payload: AcceptInbox): Promise<Over | null> {
  const outcome = await steps.run<Registered | Asked>("inbox.accept", payload);
  if (outcome?.kind === "accepted") return { kind: "registered", registered: outcome.data };
  if (!outcome || !isQuestion(outcome.problem)) return null;
  steps.forget();
  return { kind: "question", problem: outcome.problem, data: outcome.data };
}

interface ButtonsProps {
  readonly checked: boolean;
  readonly busy: boolean;
  readonly onCheck: () => void;
  readonly onAccept: () => void;
  readonly onReturn: () => void;
}

function Buttons({ checked, busy, onCheck, onAccept, onReturn }: ButtonsProps) {
  return (
    <>
      <div class="row actions">
        <button type="button" class={checked ? "" : "main"} disabled={busy} onClick={onCheck}>
          {t.inbox.check}
        </button>
        <button
          type="button"
          class={checked ? "main" : ""}
          disabled={busy || !checked}
          onClick={onAccept}
        >
          {t.inbox.accept}
        </button>
        <button type="button" disabled={busy} onClick={onReturn}>
          {t.inbox.giveBack}
        </button>
      </div>
      {!checked && <p class="hint">{t.inbox.acceptNeedsCheck}</p>}
    </>
  );
}
