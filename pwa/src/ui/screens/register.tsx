import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Registered, RegisterIncoming } from "../../domain/wire.gen.ts";
import { go, link, newOp, wait } from "../../state/app.ts";
import { drafts, upload } from "../../state/desk.ts";
import { createEarlier } from "../../state/earlier.ts";
import { createEntry } from "../../state/entry.ts";
import { address } from "../../state/route.ts";
import { createUploads } from "../../state/uploads.ts";
import { Confirmation, isQuestion } from "../parts/confirmations.tsx";
import { Heading } from "../parts/heading.tsx";
import { NumberPanel } from "../parts/number_panel.tsx";
import { RegisterSheet } from "../parts/register_sheet.tsx";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const KIND = "incoming.register";

/** Vào sổ văn bản đến: one sheet after the other, each until its number is on the paper. */
export function Register({ me, membership }: ScreenProps) {
  const organ = membership.organ.id;
  const { entry, uploads, earlier } = useMemo(() => {
    const key = `${KIND} ${me.account} ${organ}`;
    const made = createEntry<RegisterIncoming, Registered>({
      ask: link.ask,
      drafts,
      key,
      kind: KIND,
      organ,
      newOp,
      wait,
    });
    const files = createUploads(upload, (there) => void made.keepFiles(there));
    return { entry: made, uploads: files, earlier: createEarlier(link.ask, organ) };
  }, [me.account, organ]);
  const again = useRef(true);

  useEffect(() => {
    void entry.open().then(() => uploads.restore(entry.draft.value.files));
    void earlier.load();
  }, [entry]);

  const onSave = (payload: RegisterIncoming, more: boolean) => {
    again.current = more;
    void entry.send(payload);
  };
  const stamped = async () => {
    uploads.restore([]);
    await entry.finish();
    if (!again.current) go(address(organ, "den"));
  };

  const phase = entry.phase.value;
  return (
    <>
      <Heading title={t.screens["vao-so"]} />
      {phase.kind === "opening" ? (
        <p role="status">{t.app.loading}</p>
      ) : (
        <RegisterSheet
          key={entry.sheet.value}
          parts={{ entry, uploads, earlier, onSave }}
          organ={organ}
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
        <NumberPanel
          title={t.number.title}
          label={t.number.in}
          number={String(phase.result.number)}
          day={phase.result.arrival_date}
          instruction={t.number.write}
          button={t.number.stamped}
          warnings={phase.result.warnings}
          onSeen={() => void stamped()}
        />
      )}
    </>
  );
}
