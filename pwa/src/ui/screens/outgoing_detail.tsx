import { useEffect, useMemo } from "preact/hooks";
import { showDay } from "../../domain/dates.ts";
import type { NumberKey } from "../../domain/reentry_form.ts";
import {
  OUTGOING_STATE_NAMES,
  type OutgoingDocument,
  URGENCY_NAMES,
} from "../../domain/wire.gen.ts";
import { link, newOp, wait } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { createSteps } from "../../state/steps.ts";
import { useBeat } from "../beat.ts";
import { Deliveries } from "../parts/deliveries.tsx";
import { type Fact, Facts } from "../parts/facts.tsx";
import { FileList } from "../parts/file_list.tsx";
import { Heading } from "../parts/heading.tsx";
import { History } from "../parts/history.tsx";
import { OtherActs } from "../parts/other_acts.tsx";
import { OutgoingSteps } from "../parts/outgoing_steps.tsx";
import { PlaceLine } from "../parts/place_line.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { SigningLines } from "../parts/signing_lines.tsx";
import { UrgencyMark } from "../parts/urgency_mark.tsx";
import { mayDo } from "../rights.ts";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const SIGNING_LOOK_MS = 1500;

/** One outgoing document on its way from draft to delivery; only the steps that may come next. */
export function OutgoingDetail({ membership, id }: ScreenProps) {
  const organ = membership.organ.id;
  const path = `/api/organs/${encodeURIComponent(organ)}/outgoing/${encodeURIComponent(id)}`;
  const found = useMemo(() => createResource<OutgoingDocument>(link.ask, path), [path]);
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ]);
  useBeat(found.load);
  const { value, fault } = found.state.value;
  useSigningWatch(value, found.load);

  if (!value && fault) return <ProblemBox problem={fault} onAgain={() => void found.load()} />;
  if (!value) return <p role="status">{t.app.loading}</p>;
  const { row, fields } = value;
  return (
    <article>
      <Heading title={`${row.type_name} ${row.symbol || fields.notation}`} />
      <p class="subject">
        <UrgencyMark urgency={row.urgency} /> {row.subject}
      </p>
      <OutgoingSteps document={value} steps={steps} organ={organ} onChange={found.load}>
        <a class="button" href={`${path}/preview`} target="_blank" rel="noopener">
          {t.out.preview} <span class="unseen">{t.out.newTab}</span>
        </a>
        {value.may.includes("outgoing.draft") && (
          <a class="button" href={address(organ, "soan", id)}>
            {t.out.edit}
          </a>
        )}
      </OutgoingSteps>
      <p>
        <strong>{OUTGOING_STATE_NAMES[row.state] ?? row.state}</strong> ·{" "}
        <PlaceLine place={row.place} />
      </p>
      <SigningLines lines={value.signing} />
      <Content document={value} organ={organ} />
      <OtherActs
        organ={organ}
        id={id}
        number={numberOf(value, membership.roles)}
        removable={value.may.includes("content.remove")}
        onDone={() => void found.load()}
      />
    </article>
  );
}

/** The number that this person may void: given, and the document has not left the organ. */
function numberOf({ row }: OutgoingDocument, roles: readonly string[]): NumberKey | null {
  const { number, year, state } = row;
  const here = state === "da_cap_so" || state === "da_dong_dau";
  if (number === null || year === null || !here || !mayDo(roles, "void")) return null;
  return { book: "di", year, number };
}

/** While a signer agent is asked, look often: the leader sits at the other screen. */
function useSigningWatch(document: OutgoingDocument | null, load: () => Promise<void>): void {
  const asked = document?.signing.some(({ state }) => state === "waiting" || state === "asked");
  useEffect(() => {
    if (!asked) return undefined;
    const timer = setInterval(() => void load(), SIGNING_LOOK_MS);
    return () => clearInterval(timer);
  }, [asked, load]);
}

interface ContentProps {
  readonly document: OutgoingDocument;
  readonly organ: string;
}

function Content({ document, organ }: ContentProps) {
  const { row, fields, files, deliveries, history } = document;
  return (
    <>
      <Facts facts={factsOf(document)} />
      <Deliveries deliveries={deliveries} />
      <h2>{t.detail.files}</h2>
      <FileList organ={organ} document={row.id} files={files} />
      <h2>{t.out.body}</h2>
      <div class="paper">
        {fields.body.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
      <h2>{t.detail.history}</h2>
      <History lines={history} />
    </>
  );
}

function factsOf({ row, fields, version, policy_version: policy }: OutgoingDocument): Fact[] {
  const signer = [fields.signer_position, fields.signer_name].filter((part) => part !== "");
  return [
    [t.form.symbol, row.symbol || `…/${fields.notation}`],
    [t.form.issued_date, row.issued_date ? showDay(row.issued_date) : t.out.notNumbered],
    [t.out.signer, signer.join(" ")],
    [t.draft.signer_capacity, fields.signer_capacity],
    [t.out.recipients, fields.recipients.map(({ name }) => name).join("; ")],
    [t.form.urgency, URGENCY_NAMES[String(row.urgency)]],
    [t.draft.due_date, fields.due_date ? showDay(fields.due_date) : ""],
    [t.draft.keep, fields.keep],
    [t.out.version, version],
    [t.detail.policy, policy],
  ];
}
