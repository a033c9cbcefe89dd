import { useEffect, useState } from "preact/hooks";
import { readDraft } from "../../domain/draft_form.ts";
import type { Typed } from "../../domain/incoming_form.ts";
import type {
  DraftOutgoing,
  OrganRef,
  OutgoingDocument,
  OutgoingDone,
  PersonRef,
} from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import type { Entry } from "../../state/entry.ts";
import { controlOf } from "../form_values.ts";
import { useKeptForm } from "../kept_form.ts";
import { enterNext } from "../keys.ts";
import { sayFault, t } from "../text.ts";
import { isQuestion } from "./confirmations.tsx";
import { DraftFields } from "./draft_fields.tsx";
import { faultsOf, focusFirst } from "./faults.ts";
import { ProblemBox } from "./problem_box.tsx";
import { SendingLine } from "./sending_line.tsx";

const TICKED = "to:";

interface DraftSheetProps {
  readonly entry: Entry<DraftOutgoing, OutgoingDone>;
  readonly organ: OrganRef;
  readonly people: readonly PersonRef[];
  readonly organs: readonly OrganRef[];
  readonly earlier: OutgoingDocument | null;
  readonly initial: Typed;
}

/** The draft's form: kept as it is typed, sent as one version. */
export function DraftSheet({ entry, organ, people, organs, earlier, initial }: DraftSheetProps) {
  const phase = entry.phase.value;
  const locked = phase.kind === "sending";
  const { form, keepSoon, readNow } = useKeptForm(entry.keepValues, locked);
  const before = entry.draft.value.values;
  const [values] = useState<Typed>(Object.keys(before).length > 0 ? before : initial);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const today = todayHere();
  const refusal = phase.kind === "refused" ? phase.problem : null;
  useEffect(() => controlOf(form.current, "type_name")?.focus(), []);

  const save = async () => {
    const typed = readNow();
    if (!typed) return;
    const ticked = organs
      .filter(({ id }) => `${TICKED}${id}` in typed)
      .map(({ id, name }) => ({ name, organ: id }));
    const read = readDraft(typed, { today, ticked, kept: earlier?.fields ?? {} });
    const found = Object.fromEntries(read.faults.map((fault) => [fault.field, sayFault(fault)]));
    setFaults(found);
    focusFirst(form.current, found);
    if (read.faults.length > 0) return;
    await entry.keepValues(typed);
    const version = earlier ? { id: earlier.row.id, base: earlier.version } : {};
    await entry.send({ fields: read.fields, ...version });
  };

  return (
    <form
      ref={form}
      class="sheet"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        const inText = event.target instanceof HTMLTextAreaElement;
        if (event.key === "Enter" && (event.ctrlKey || event.altKey)) {
          event.preventDefault();
          void save();
        } else if (!inText) enterNext(event);
      }}
      onInput={keepSoon}
      onChange={keepSoon}
    >
      <fieldset disabled={locked} class="bare">
        <DraftFields
          values={values}
          faults={refusal ? { ...faults, ...faultsOf(refusal) } : faults}
          today={today}
          organ={organ}
          people={people}
          organs={organs}
        />
        <p class="note" role="status">
          {Object.keys(faults).length > 0 && t.form.faults(Object.keys(faults).length)}
        </p>
        {refusal && !isQuestion(refusal) && <ProblemBox problem={refusal} />}
        {refusal?.code === "VERSION_CHANGED" && <p class="strong">{t.draft.changed}</p>}
        <div class="row actions">
          <button type="submit" class="main" data-stop>
            {t.draft.save} <kbd>Ctrl+Enter</kbd>
          </button>
        </div>
      </fieldset>
      {phase.kind === "sending" && <SendingLine lost={phase.lost} problem={phase.problem} />}
      <p class="hint">{entry.unkept.value ? t.form.unkept : t.form.kept}</p>
    </form>
  );
}
