import { useMemo } from "preact/hooks";
import { showDay } from "../../domain/dates.ts";
import { showMoment } from "../../domain/moments.ts";
import {
  type IncomingDocument,
  type IncomingFields,
  type IncomingRow,
  SOURCE_NAMES,
  URGENCY_NAMES,
  VERDICT_NAMES,
} from "../../domain/wire.gen.ts";
import { link, newOp, pulse, todayHere, wait } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import { createSteps } from "../../state/steps.ts";
import { useBeat } from "../beat.ts";
import { AttachForm } from "../parts/attach_form.tsx";
import { type Fact, Facts } from "../parts/facts.tsx";
import { FileList } from "../parts/file_list.tsx";
import { Heading } from "../parts/heading.tsx";
import { History } from "../parts/history.tsx";
import { Warnings } from "../parts/number_panel.tsx";
import { OtherActs } from "../parts/other_acts.tsx";
import { PlaceLine } from "../parts/place_line.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { StepLine } from "../parts/step_line.tsx";
import { UrgencyMark } from "../parts/urgency_mark.tsx";
import { mayDo, mayOpen, mayRemove } from "../rights.ts";
import { fateTexts, STATE_ICONS, titleOf } from "../row_text.ts";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const PAPER = "giay";

/** One incoming document: what it is, its files, where it stands, what was done with it. */
export function IncomingDetail({ membership, id }: ScreenProps) {
  const organ = membership.organ.id;
  const found = useMemo(() => {
    const path = `/api/organs/${encodeURIComponent(organ)}/incoming/${encodeURIComponent(id)}`;
    return createResource<IncomingDocument>(link.ask, path);
  }, [organ, id]);
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ]);
  useBeat(found.load);

  const { value, fault } = found.state.value;
  if (!value && fault) return <ProblemBox problem={fault} onAgain={() => void found.load()} />;
  if (!value) return <p role="status">{t.app.loading}</p>;
  const { row } = value;
  const title = `${t.list.number} ${row.number}/${row.year}`;
  return (
    <article>
      <Heading title={title} />
      <p class={row.state === "void" ? "subject struck-text" : "subject"}>
        <UrgencyMark urgency={row.urgency} /> {titleOf(row)}
      </p>
      <Fate row={row} />
      <p>
        <PlaceLine place={row.place} />
      </p>
      <p class="verdict">{verdictOf(value)}</p>
      <Warnings warnings={value.warnings} />
      <Facts facts={factsOf(value)} />
      <h2>{t.detail.files}</h2>
      <FileList organ={organ} document={id} files={value.files} />
      {mayOpen(membership.roles, "vao-so") && !row.content_removed && (
        <AttachForm steps={steps} id={id} onDone={() => void found.load()} />
      )}
      <StepLine steps={steps} />
      <h2>{t.detail.history}</h2>
      <History lines={value.history} />
      <OtherActs
        organ={organ}
        id={id}
        {...actsOn(row, membership.roles)}
        onDone={() => void found.load()}
      />
    </article>
  );
}

/** What this person may do with the entry beside its files. */
function actsOn(row: IncomingRow, roles: readonly string[]) {
  const { year, number, state, source, paper_on: paper, content_removed: removed } = row;
  const keeps = mayDo(roles, "keep");
  return {
    number: mayDo(roles, "void") && state === "issued" ? { book: "den", year, number } : null,
    awaited: keeps && state === "issued" && source !== PAPER && paper === null ? row : null,
    removable: mayRemove(roles) && !removed,
  };
}

function Fate({ row }: { readonly row: IncomingRow }) {
  const texts = fateTexts(row, todayHere());
  if (texts.length === 0) return null;
  return (
    <ul class="plain strong">
      {texts.map((text, place) => (
        <li key={text}>
          {place === 0 && row.state !== "issued" && (
            <span aria-hidden="true">{STATE_ICONS[row.state]} </span>
          )}
          {text}
        </li>
      ))}
    </ul>
  );
}

function verdictOf({ verdict }: IncomingDocument): string {
  if (verdict === null) return t.detail.verdictPaper;
  return `${t.detail.verdict}: ${VERDICT_NAMES[verdict] ?? verdict}`;
}

function factsOf({ row, fields, policy_version: policy }: IncomingDocument): Fact[] {
  const today = pulse.state.value?.today ?? row.arrival_date;
  return [
    [t.detail.arrived, showDay(row.arrival_date)],
    [t.detail.registered, showMoment(row.registered_at, today)],
    [t.form.organ_name, row.organ_name],
    [t.form.symbol, row.symbol],
    [t.form.issued_date, row.issued_date ? showDay(row.issued_date) : ""],
    [t.form.type_name, row.type_name],
    [t.form.to_places, row.to_places],
    [t.form.urgency, URGENCY_NAMES[String(row.urgency)]],
    [t.form.due_date, row.due_date ? showDay(row.due_date) : ""],
    [t.form.source, SOURCE_NAMES[row.source] ?? row.source],
    ...moreFacts(fields),
    [t.detail.policy, policy],
  ];
}

function moreFacts(fields: IncomingFields): Fact[] {
  return [
    [t.form.page_amount, fields.page_amount],
    [t.form.signer_name, fields.signer_name],
    [t.form.signer_position, fields.signer_position],
    [t.form.description, fields.description],
    [t.form.language, fields.language],
    [t.form.file_notation, fields.file_notation],
    [t.form.file_catalog, fields.file_catalog],
    [t.form.file_organ_id, fields.file_organ_id],
    [t.form.doc_ordinal, fields.doc_ordinal],
  ];
}
