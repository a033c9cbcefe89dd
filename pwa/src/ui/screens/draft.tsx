import { useEffect, useMemo } from "preact/hooks";
import { showDay } from "../../domain/dates.ts";
import { typedDraft } from "../../domain/draft_form.ts";
import type {
  Directory,
  DraftOutgoing,
  OutgoingDocument,
  OutgoingDone,
  People,
} from "../../domain/wire.gen.ts";
import { go, link, newOp, wait } from "../../state/app.ts";
import { drafts } from "../../state/desk.ts";
import { createEntry } from "../../state/entry.ts";
import { createResource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { Confirmation, isQuestion } from "../parts/confirmations.tsx";
import { DraftSheet } from "../parts/draft_sheet.tsx";
import { Heading } from "../parts/heading.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const KIND = "outgoing.draft";

/** Soạn dự thảo: a new draft, or with an id its next version. */
export function DraftForm({ me, membership, id }: ScreenProps) {
  const organ = membership.organ.id;
  const at = `/api/organs/${encodeURIComponent(organ)}`;
  const entry = useMemo(
    () =>
      createEntry<DraftOutgoing, OutgoingDone>({
        ask: link.ask,
        drafts,
        key: `${KIND} ${me.account} ${organ} ${id}`,
        kind: KIND,
        organ,
        newOp,
        wait,
      }),
    [me.account, organ, id],
  );
  const people = useMemo(
    () => createResource<People>(link.ask, `${at}/people?role=lanh_dao`),
    [at],
  );
  const directory = useMemo(() => createResource<Directory>(link.ask, "/api/directory"), []);
  const before = useMemo(
    () => createResource<OutgoingDocument>(link.ask, `${at}/outgoing/${encodeURIComponent(id)}`),
    [at, id],
  );
  useEffect(() => {
    void entry.open();
    void people.load();
    void directory.load();
    if (id !== "") void before.load();
  }, [entry]);

  const phase = entry.phase.value;
  useEffect(() => {
    if (phase.kind !== "done") return;
    void entry.finish().then(() => go(address(organ, "di", phase.result.id)));
  }, [phase.kind]);

  const fault = people.state.value.fault ?? (id === "" ? null : before.state.value.fault);
  const ready =
    phase.kind !== "opening" &&
    people.state.value.value !== null &&
    (directory.state.value.value !== null || directory.state.value.fault !== null) &&
    (id === "" || before.state.value.value !== null);
  const earlier = before.state.value.value;
  return (
    <>
      <Heading title={t.screens.soan} />
      {!ready && fault && <ProblemBox problem={fault} onAgain={() => window.location.reload()} />}
      {!ready && !fault && <p role="status">{t.app.loading}</p>}
      {ready && phase.kind !== "done" && (
        <DraftSheet
          entry={entry}
          organ={membership.organ}
          people={people.state.value.value?.people ?? []}
          organs={directory.state.value.value?.organs ?? []}
          earlier={earlier}
          initial={earlier ? typedDraft(earlier.fields, showDay) : {}}
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
    </>
  );
}
