import { useState } from "preact/hooks";
import { type NumberKey, readReentry } from "../../domain/reentry_form.ts";
import { DOCUMENT_TYPES, type ReenterOutgoing } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import type { Entry } from "../../state/entry.ts";
import type { Uploads } from "../../state/uploads.ts";
import { useKeptForm } from "../kept_form.ts";
import { enterNext } from "../keys.ts";
import { n } from "../number_text.ts";
import { sayFault, t } from "../text.ts";
import { isQuestion } from "./confirmations.tsx";
import { DayField } from "./day_field.tsx";
import { type Faults, faultsOf, focusFirst } from "./faults.ts";
import { FilePicker } from "./file_picker.tsx";
import { ProblemBox } from "./problem_box.tsx";
import { SelectField } from "./select_field.tsx";
import { SendingLine } from "./sending_line.tsx";
import { TextField } from "./text_field.tsx";

interface ReentrySheetProps {
  readonly entry: Pick<Entry<object, unknown>, "phase" | "draft" | "unkept" | "keepValues">;
  readonly uploads: Uploads;
  readonly number: NumberKey;
  readonly onSave: (document: ReenterOutgoing) => void;
}

const TYPES = [
  { value: "", name: t.form.noType },
  ...Object.keys(DOCUMENT_TYPES).map((name) => ({ value: name, name })),
];

/** The small form of an issued document whose content was lost. */
export function ReentrySheet({ entry, uploads, number, onSave }: ReentrySheetProps) {
  const phase = entry.phase.value;
  const locked = phase.kind === "sending" || phase.kind === "done";
  const kept = useKeptForm(entry.keepValues, locked);
  const [initial] = useState(entry.draft.value.values);
  const [own, setOwn] = useState<Faults>({});
  const refusal = phase.kind === "refused" && !isQuestion(phase.problem) ? phase.problem : null;
  const faults = refusal ? { ...own, ...faultsOf(refusal) } : own;
  const save = async (event: Event) => {
    event.preventDefault();
    const typed = kept.readNow();
    if (!typed) return;
    const { document, faults: all } = readReentry(typed, number, todayHere());
    const found = Object.fromEntries(all.map((fault) => [fault.field, sayFault(fault)]));
    setOwn(found);
    focusFirst(kept.form.current, found);
    if (all.length > 0) return;
    await entry.keepValues(typed);
    onSave({ ...document, files: uploads.there().map(({ sha256 }) => sha256) });
  };
  return (
    <form
      ref={kept.form}
      class="sheet"
      noValidate
      onSubmit={(event) => void save(event)}
      onKeyDown={enterNext}
      onInput={kept.keepSoon}
      onChange={kept.keepSoon}
    >
      <fieldset disabled={locked} class="bare">
        <ReentryFields values={initial} faults={faults} uploads={uploads} />
        {refusal && <ProblemBox problem={refusal} />}
        <div class="row actions">
          <button type="submit" class="main" data-stop>
            {t.form.saveInto(number.number)}
          </button>
        </div>
      </fieldset>
      {phase.kind === "sending" && <SendingLine lost={phase.lost} problem={phase.problem} />}
      <p class="hint">{entry.unkept.value ? t.form.unkept : t.form.kept}</p>
    </form>
  );
}

interface ReentryFieldsProps {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: Faults;
  readonly uploads: Uploads;
}

function ReentryFields({ values, faults, uploads }: ReentryFieldsProps) {
  const at = (name: string) => ({ name, value: values[name], fault: faults[name] });
  return (
    <div class="fields">
      <DayField {...at("issued_date")} label={t.form.issued_date} today={todayHere()} lean="past" />
      <TextField {...at("symbol")} label={t.form.symbol} hint={t.form.symbolHint} required />
      <SelectField {...at("type_name")} label={t.form.type_name} options={TYPES} required />
      <TextField {...at("signer_name")} label={t.form.signer_name} required />
      <TextField {...at("subject")} label={t.form.subject} rows={2} required span="triple" />
      <TextField {...at("recipients")} label={n.reenter.recipients} span="double" />
      <div class="field double">
        <p class="label">{t.form.files}</p>
        <FilePicker uploads={uploads} />
      </div>
    </div>
  );
}
