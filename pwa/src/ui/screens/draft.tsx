import { useEffect, useMemo } from "preact/hooks";
import { showDay } from "../../domain/dates.ts";
import { typedDraft } from "../../domain/draft_form.ts";
import type {
  Directory,
  DraftOutgoing,
  OutgoingDocument,
  OutgoingDone,
  People,
  Problem,
} from "../../domain/wire.gen.ts";
import { go, link, newOp, wait } from "../../state/app.ts";
import { drafts } from "../../state/desk.ts";
import { createEntry, type Entry } from "../../state/entry.ts";
import { createResource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { Confirmation, isQuestion } from "../parts/confirmations.tsx";
import { DraftSheet } from "../parts/draft_sheet.tsx";
import { Heading } from "../parts/heading.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const KIND = "outgoing.draft";

type DraftEntry = Entry<DraftOutgoing, OutgoingDone>;

/** Soạn dự thảo: a new draft, or with an id its next version. */
export function DraftForm({ me, membership, id }: ScreenProps) {
  const organ = membership.organ.id;
  const entry = useDraftEntry(me.account, organ, id);
  const { material, fault } = useMaterial(organ, id);
  const phase = entry.phase.value;
  const earlier = material?.earlier ?? null;
  return (
    <>
      <Heading title={t.screens.soan} />
      {!material && fault && (
        <ProblemBox problem={fault} onAgain={() => window.location.reload()} />
      )}
      {!material && !fault && <p role="status">{t.app.loading}</p>}
      {material && phase.kind !== "opening" && phase.kind !== "done" && (
        <DraftSheet
          parts={{
            entry,
            organs: material.organs,
            earlier,
            initial: earlier ? typedDraft(earlier.fields, showDay) : {},
          }}
          organ={membership.organ}
          people={material.people}
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

/** The entry of this draft; once it is saved, the document opens. */
function useDraftEntry(account: string, organ: string, id: string): DraftEntry {
  const entry: DraftEntry = useMemo(() => {
    const key = `${KIND} ${account} ${organ} ${id}`;
    return createEntry({ ask: link.ask, drafts, key, kind: KIND, organ, newOp, wait });
  }, [account, organ, id]);
  useEffect(() => void entry.open(), [entry]);
  const phase = entry.phase.value;
  useEffect(() => {
    if (phase.kind !== "done") return;
    void entry.finish().then(() => go(address(organ, "di", phase.result.id)));
  }, [phase.kind]);
  return entry;
}

interface Material {
  readonly people: People["people"];
  readonly organs: Directory["organs"];
  readonly earlier: OutgoingDocument | null;
}

/** Signers, receivers and the earlier version; a missing directory does not stop the draft. */
function useMaterial(
  organ: string,
  id: string,
): { readonly material: Material | null; readonly fault: Problem | "silent" | null } {
  const at = `/api/organs/${encodeURIComponent(organ)}`;
  const found = useMemo(
    () => ({
      people: createResource<People>(link.ask, `${at}/people?role=lanh_dao`),
      directory: createResource<Directory>(link.ask, "/api/directory"),
      before: createResource<OutgoingDocument>(
        link.ask,
        `${at}/outgoing/${encodeURIComponent(id)}`,
      ),
    }),
    [at, id],
  );
  useEffect(() => {
    void found.people.load();
    void found.directory.load();
    if (id !== "") void found.before.load();
  }, [found]);
  const people = found.people.state.value;
  const directory = found.directory.state.value;
  const before = found.before.state.value;
  const fault = people.fault ?? before.fault;
  const settled = directory.value ?? directory.fault;
  if (!people.value || settled === null || (id !== "" && !before.value))
    return { material: null, fault };
  const organs = directory.value?.organs ?? [];
  return { material: { people: people.value.people, organs, earlier: before.value }, fault };
}
