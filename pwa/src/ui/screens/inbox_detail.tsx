import { useMemo, useState } from "preact/hooks";
import { showDay } from "../../domain/dates.ts";
import { showMoment } from "../../domain/moments.ts";
import type { AcceptInbox, InboxItem, Problem, Registered } from "../../domain/wire.gen.ts";
import { go, link, newOp, todayHere, wait } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { createSteps, type Steps } from "../../state/steps.ts";
import { useBeat } from "../beat.ts";
import { type Answers, Confirmation, isQuestion } from "../parts/confirmations.tsx";
import { type Fact, Facts } from "../parts/facts.tsx";
import { FileList } from "../parts/file_list.tsx";
import { Heading } from "../parts/heading.tsx";
import { NumberPanel } from "../parts/number_panel.tsx";
import { OpenYear } from "../parts/open_year.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { ReasonDialog } from "../parts/reason_dialog.tsx";
import { SendingLine } from "../parts/sending_line.tsx";
import { SignatureList } from "../parts/signature_list.tsx";
import { UrgencyMark } from "../parts/urgency_mark.tsx";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";
import { verdictText } from "./inbox_list.tsx";

/** One received document before it is accepted: check, accept, or give back with a reason. */
export function InboxDetail({ membership, id }: ScreenProps) {
  const organ = membership.organ.id;
  const found = useMemo(() => {
    const path = `/api/organs/${encodeURIComponent(organ)}/inbox/${encodeURIComponent(id)}`;
    return createResource<InboxItem>(link.ask, path);
  }, [organ, id]);
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ]);
  useBeat(found.load);

  const { value: item, fault } = found.state.value;
  if (!item && fault) return <ProblemBox problem={fault} onAgain={() => void found.load()} />;
  if (!item) return <p role="status">{t.app.loading}</p>;
  return (
    <article>
      <Heading title={item.symbol || item.type_name || t.screens["cho-tiep-nhan"]} />
      <p class="subject">
        <UrgencyMark urgency={item.urgency} /> {item.subject}
      </p>
      <p class="strong">{t.inbox.states[item.state]}</p>
      {item.state === "waiting" && (
        <Decision item={item} steps={steps} organ={organ} onChange={() => void found.load()} />
      )}
      <Facts facts={factsOf(item)} />
      <h2>{t.detail.files}</h2>
      {item.files_missing > 0 && <p>{t.inbox.missing(item.files_missing)}</p>}
      <FileList organ={organ} document={id} files={item.files} />
      <h2>{t.detail.verdict}</h2>
      <SignatureList item={item} />
    </article>
  );
}

interface DecisionProps {
  readonly item: InboxItem;
  readonly steps: Steps;
  readonly organ: string;
  readonly onChange: () => void;
}

function Decision({ item, steps, organ, onChange }: DecisionProps) {
  const { id } = item;
  const [returning, setReturning] = useState(false);
  const [question, setQuestion] = useState<{ problem: Problem; data: unknown } | null>(null);
  const [answers, setAnswers] = useState<Answers>({});
  const [registered, setRegistered] = useState<Registered | null>(null);

  const check = async () => {
    if ((await steps.run("inbox.check", { id }))?.kind === "accepted") onChange();
  };
  const accept = async (given: Answers) => {
    setQuestion(null);
    setAnswers(given);
    const payload: AcceptInbox = { id, ...given };
    const outcome = await steps.run<Registered>("inbox.accept", payload);
    if (outcome?.kind === "accepted") setRegistered(outcome.data);
    else if (outcome && isQuestion(outcome.problem)) {
      steps.forget();
      setQuestion(outcome);
    }
  };
  const giveBack = async (reason: string) => {
    setReturning(false);
    if ((await steps.run("inbox.return", { id, reason }))?.kind === "accepted") onChange();
  };

  const running = steps.running.value;
  const problem = steps.problem.value;
  const checked = item.checked_at !== null;
  return (
    <section aria-label={t.screens["cho-tiep-nhan"]}>
      <div class="row actions">
        <button
          type="button"
          class={checked ? "" : "main"}
          disabled={running !== null}
          onClick={() => void check()}
        >
          {t.inbox.check}
        </button>
        <button
          type="button"
          class={checked ? "main" : ""}
          disabled={running !== null || !checked}
          onClick={() => void accept(answers)}
        >
          {t.inbox.accept}
        </button>
        <button type="button" disabled={running !== null} onClick={() => setReturning(true)}>
          {t.inbox.giveBack}
        </button>
      </div>
      {!checked && <p class="hint">{t.inbox.acceptNeedsCheck}</p>}
      {running && <SendingLine lost={running.lost} problem={running.problem} />}
      {problem && <ProblemBox problem={problem} />}
      <OpenYear problem={problem} book="den" organ={organ} today={todayHere()} />
      {returning && (
        <ReasonDialog
          title={t.inbox.giveBackTitle}
          button={t.inbox.giveBack}
          onReason={(reason) => void giveBack(reason)}
          onCancel={() => setReturning(false)}
        />
      )}
      {question && (
        <Confirmation
          problem={question.problem}
          data={question.data}
          organ={organ}
          onAnswer={(answer) => void accept({ ...answers, ...answer })}
          onMend={() => setQuestion(null)}
        />
      )}
      {registered && (
        <NumberPanel
          title={t.number.title}
          label={t.number.in}
          number={String(registered.number)}
          day={registered.arrival_date}
          instruction={t.number.write}
          button={t.number.stamped}
          warnings={registered.warnings}
          onSeen={() => go(address(organ, "den", registered.id))}
        />
      )}
    </section>
  );
}

function factsOf(item: InboxItem): Fact[] {
  const today = todayHere();
  return [
    [t.inbox.sender, `${item.sender.name} (${item.sender.code})`],
    [t.form.symbol, item.symbol],
    [t.form.issued_date, item.issued_date ? showDay(item.issued_date) : ""],
    [t.form.type_name, item.type_name],
    [t.inbox.sent, showMoment(item.sent_at, today)],
    [t.inbox.received, showMoment(item.received_at, today)],
    [
      t.detail.verdict,
      item.checked_at === null
        ? t.inbox.notChecked
        : `${verdictText(item)} (${t.inbox.checkedAt(showMoment(item.checked_at, today))})`,
    ],
  ];
}
