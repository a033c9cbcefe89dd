import { useEffect, useMemo, useRef } from "preact/hooks";
import { type NumberKey, readKey, writeKey } from "../../domain/reentry_form.ts";
import type { Day, Reenter, ReenterOutgoing, Registered } from "../../domain/wire.gen.ts";
import { go, link, newOp, todayHere, wait } from "../../state/app.ts";
import { drafts, upload } from "../../state/desk.ts";
import { createEarlier } from "../../state/earlier.ts";
import { createEntry } from "../../state/entry.ts";
import { address } from "../../state/route.ts";
import { createUploads } from "../../state/uploads.ts";
import { n } from "../number_text.ts";
import { useOpened } from "../opened.ts";
import { Confirmation, isQuestion } from "../parts/confirmations.tsx";
import { Heading } from "../parts/heading.tsx";
import { NumberPanel } from "../parts/number_panel.tsx";
import { ReentrySheet } from "../parts/reentry_sheet.tsx";
import { RegisterSheet } from "../parts/register_sheet.tsx";
import type { Content } from "../register_sheet.ts";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const KINDS: Readonly<Record<string, string>> = {
  den: "incoming.reenter",
  di: "outgoing.reenter",
};

/** Nhập lại từ giấy: content that was lost comes back under the number that the paper has. */
export function Reentry({ me, membership, id }: ScreenProps) {
  const organ = membership.organ.id;
  const key = readKey(id);
  const kind = KINDS[key?.book ?? ""];
  if (!key || key.number === 0 || kind === undefined)
    return (
      <>
        <Heading title={t.screens["nhap-lai"]} />
        <p>{n.reenter.wrong}</p>
        <p>
          <a class="button" href={address(organ, "giu-so")}>
            {n.numbers.toHolding}
          </a>
        </p>
      </>
    );
  return (
    <>
      <Heading title={n.reenter.title(key.book, key.year, key.number)} />
      <p class="explained">{n.reenter.text}</p>
      <Again key={id} organ={organ} account={me.account} number={key} kind={kind} />
    </>
  );
}

interface AgainProps {
  readonly organ: string;
  readonly account: string;
  readonly number: NumberKey;
  readonly kind: string;
}

type Payload = Reenter | ReenterOutgoing;
/** An issued document comes back without a word: it has nothing that was not typed. */
type Done = Registered | null;

/** The entry of one number in this browser, with its files. */
function useDesk({ organ, account, number, kind }: AgainProps) {
  const desk = useMemo(() => {
    const key = `${kind} ${account} ${organ} ${writeKey(number)}`;
    const parts = { ask: link.ask, drafts, key, kind, organ, newOp, wait };
    const entry = createEntry<Payload, Done>(parts);
    const uploads = createUploads(upload, (there) => void entry.keepFiles(there), key);
    const open = () => entry.open().then(() => uploads.restore(entry.draft.value.files));
    return { entry, uploads, earlier: createEarlier(link.ask, organ), open };
  }, [organ, account, kind]);
  useOpened(desk);
  useEffect(() => () => desk.uploads.close(), [desk]);
  return desk;
}

function Again(props: AgainProps) {
  const { organ, number } = props;
  const { entry, uploads, earlier } = useDesk(props);
  const day = useRef(todayHere());
  const phase = entry.phase.value;
  if (phase.kind === "opening") return <p role="status">{t.app.loading}</p>;
  const onSave = ({ fields, files, arrivalDate }: Content) => {
    const { year } = number;
    day.current = arrivalDate;
    void entry.send({ year, number: number.number, arrival_date: arrivalDate, fields, files });
  };
  return (
    <>
      {number.book === "den" ? (
        <RegisterSheet parts={{ entry, uploads, earlier, again: number, onSave }} organ={organ} />
      ) : (
        <ReentrySheet
          entry={entry}
          uploads={uploads}
          number={number}
          onSave={(document) => {
            day.current = document.issued_date;
            void entry.send(document);
          }}
        />
      )}
      {phase.kind === "refused" && isQuestion(phase.problem) && (
        <Confirmation
          problem={phase.problem}
          data={phase.data}
          organ={organ}
          onAnswer={(answers) => void entry.send({ ...phase.payload, ...answers })}
          onMend={entry.mend}
        />
      )}
      {phase.kind === "done" && (
        <Compared
          number={number}
          day={day.current}
          result={phase.result}
          onSeen={async () => {
            await entry.finish();
            go(address(organ, "tinh-trang-so", writeKey({ ...number, number: 0 })));
          }}
        />
      )}
    </>
  );
}

interface ComparedProps {
  readonly number: NumberKey;
  /** The day that was typed from the paper. */
  readonly day: Day;
  readonly result: Done;
  readonly onSeen: () => Promise<void>;
}

function Compared({ number, day, result, onSeen }: ComparedProps) {
  return (
    <NumberPanel
      title={n.reenter.done}
      label={number.book === "den" ? t.number.in : t.number.out}
      number={String(number.number)}
      day={result?.arrival_date ?? day}
      instruction={n.reenter.compare}
      button={n.reenter.seen}
      warnings={result?.warnings ?? []}
      onSeen={() => void onSeen()}
    />
  );
}
