import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Asked, IncomingRow, Registered, RegisterIncoming } from "../../domain/wire.gen.ts";
import { go, link, newOp, wait } from "../../state/app.ts";
import { drafts, upload } from "../../state/desk.ts";
import { createEarlier } from "../../state/earlier.ts";
import { createEntry } from "../../state/entry.ts";
import { sync } from "../../state/here.ts";
import { address } from "../../state/route.ts";
import { createSteps } from "../../state/steps.ts";
import { createUploads } from "../../state/uploads.ts";
import { n } from "../number_text.ts";
import { ArrivalNumber } from "../parts/arrival_number.tsx";
import { Confirmation, isQuestion, readEarlier } from "../parts/confirmations.tsx";
import { Heading } from "../parts/heading.tsx";
import { noticesNow } from "../parts/node_notices.tsx";
import { NumberPanel, Warnings } from "../parts/number_panel.tsx";
import { RegisterSheet } from "../parts/register_sheet.tsx";
import { SameDocument } from "../parts/same_document.tsx";
import type { Content } from "../register_sheet.ts";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const KIND = "incoming.register";
const DUPLICATE = "DUPLICATE_DOCUMENT";

/** Vào sổ văn bản đến: one sheet after the other, each until its number is on the paper. */
export function Register({ me, membership }: ScreenProps) {
  const organ = membership.organ.id;
  const desk = useMemo(() => deskFor(me.account, organ), [me.account, organ]);
  const { entry, uploads, earlier, later } = desk;
  const more = useRef(true);
  const [papered, setPapered] = useState<IncomingRow | null>(null);
  useEffect(() => {
    void entry.open().then(() => uploads.restore(entry.draft.value.files));
    void earlier.load();
    return () => uploads.close();
  }, [entry]);

  const onSave = ({ fields, files, slip, captured_at }: Content, another: boolean) => {
    more.current = another;
    void entry.send({ fields, files, ...(slip && { slip, captured_at: captured_at ?? "" }) });
  };
  const stamped = async () => {
    setPapered(null);
    uploads.restore([]);
    await entry.finish();
    if (!more.current) go(address(organ, "den"));
  };

  const phase = entry.phase.value;
  const parts = { entry, uploads, earlier, again: null, onSave };
  return (
    <>
      <Heading title={t.screens["vao-so"]} />
      <Warnings warnings={noticesNow()} />
      {phase.kind === "opening" ? (
        <p role="status">{t.app.loading}</p>
      ) : (
        <RegisterSheet key={entry.sheet.value} parts={parts} organ={organ} onLater={later} />
      )}
      {phase.kind === "refused" && isQuestion(phase.problem) && !papered && (
        <Question desk={desk} organ={organ} onPapered={setPapered} />
      )}
      {phase.kind === "done" && (
        <ArrivalNumber registered={phase.result} onStamped={() => void stamped()} />
      )}
      {papered && <PaperNumber row={papered} onStamped={() => void stamped()} />}
    </>
  );
}

type Desk = ReturnType<typeof deskFor>;

/** The entry of one clerk in one organ, with its files and what was entered before. */
function deskFor(account: string, organ: string) {
  const key = `${KIND} ${account} ${organ}`;
  const base = { ask: link.ask, drafts, key, kind: KIND, organ, newOp, wait };
  const parts = { ...base, later: sync.give };
  const entry = createEntry<RegisterIncoming, Registered | Asked>(parts);
  const uploads = createUploads(upload, (there) => void entry.keepFiles(there), key);
  const steps = createSteps({ ask: link.ask, organ, newOp, wait });
  const later = async () => {
    await entry.postpone();
    uploads.restore(entry.draft.value.files);
  };
  return { entry, uploads, earlier: createEarlier(link.ask, organ), steps, later };
}

interface QuestionProps {
  readonly desk: Desk;
  readonly organ: string;
  readonly onPapered: (row: IncomingRow) => void;
}

/** What the node asks before it gives a number. */
function Question({ desk: { entry, uploads, steps }, organ, onPapered }: QuestionProps) {
  const phase = entry.phase.value;
  if (phase.kind !== "refused") return null;
  const { problem, data, payload } = phase;
  const earlier = problem.code === DUPLICATE ? readEarlier(data) : null;
  return (
    <Confirmation
      problem={problem}
      data={data}
      organ={organ}
      onAnswer={(answers) => void entry.send({ ...payload, ...answers })}
      onMend={entry.mend}
    >
      {earlier && (
        <SameDocument
          organ={organ}
          earlier={earlier}
          files={uploads.there().map(({ sha256 }) => sha256)}
          steps={steps}
          onAttached={onPapered}
        />
      )}
    </Confirmation>
  );
}

interface PaperNumberProps {
  readonly row: IncomingRow;
  readonly onStamped: () => void;
}

/** The number that the paper takes over from its e-document. */
function PaperNumber({ row, onStamped }: PaperNumberProps) {
  return (
    <NumberPanel
      title={n.paper.done}
      label={t.number.in}
      number={String(row.number)}
      day={row.arrival_date}
      instruction={n.paper.write}
      button={t.number.stamped}
      warnings={[]}
      onSeen={onStamped}
    />
  );
}
