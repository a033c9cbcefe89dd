import { useMemo } from "preact/hooks";
import { showDay } from "../../domain/dates.ts";
import { showMoment } from "../../domain/moments.ts";
import type { InboxItem } from "../../domain/wire.gen.ts";
import { link, newOp, todayHere, wait } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import { createSteps } from "../../state/steps.ts";
import { useBeat } from "../beat.ts";
import { type Fact, Facts } from "../parts/facts.tsx";
import { FileList } from "../parts/file_list.tsx";
import { Heading } from "../parts/heading.tsx";
import { InboxDecision } from "../parts/inbox_decision.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
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
        <InboxDecision item={item} steps={steps} organ={organ} onChange={found.load} />
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
