import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Registered, RegisterIncoming } from "../../domain/wire.gen.ts";
import { go, link, newOp, pulse, wait } from "../../state/app.ts";
import { drafts, upload } from "../../state/desk.ts";
import { createEarlier } from "../../state/earlier.ts";
import { createEntry } from "../../state/entry.ts";
import { address } from "../../state/route.ts";
import { createUploads } from "../../state/uploads.ts";
import { ArrivalNumber } from "../parts/arrival_number.tsx";
import { Confirmation, isQuestion } from "../parts/confirmations.tsx";
import { Heading } from "../parts/heading.tsx";
import { Warnings } from "../parts/number_panel.tsx";
import { RegisterSheet } from "../parts/register_sheet.tsx";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const KIND = "incoming.register";

/** Vào sổ văn bản đến: one sheet after the other, each until its number is on the paper. */
export function Register({ me, membership }: ScreenProps) {
  const organ = membership.organ.id;
  const { entry, uploads, earlier } = useMemo(
    () => deskFor(me.account, organ),
    [me.account, organ],
  );
  const more = useRef(true);
  useEffect(() => {
    void entry.open().then(() => uploads.restore(entry.draft.value.files));
    void earlier.load();
  }, [entry]);

  const onSave = (payload: RegisterIncoming, another: boolean) => {
    more.current = another;
    void entry.send(payload);
  };
  const stamped = async () => {
    uploads.restore([]);
    await entry.finish();
    if (!more.current) go(address(organ, "den"));
  };

  const phase = entry.phase.value;
  const parts = { entry, uploads, earlier, onSave };
  return (
    <>
      <Heading title={t.screens["vao-so"]} />
      <Warnings warnings={pulse.state.value?.notices ?? []} />
      {phase.kind === "opening" ? (
        <p role="status">{t.app.loading}</p>
      ) : (
        <RegisterSheet key={entry.sheet.value} parts={parts} organ={organ} />
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
        <ArrivalNumber registered={phase.result} onStamped={() => void stamped()} />
      )}
    </>
  );
}

/** The entry of one clerk in one organ, with its files and what was entered before. */
function deskFor(account: string, organ: string) {
  const key = `${KIND} ${account} ${organ}`;
  const parts = { ask: link.ask, drafts, key, kind: KIND, organ, newOp, wait };
  const entry = createEntry<RegisterIncoming, Registered>(parts);
  const uploads = createUploads(upload, (there) => void entry.keepFiles(there));
  return { entry, uploads, earlier: createEarlier(link.ask, organ) };
}
