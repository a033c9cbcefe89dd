import { useState } from "preact/hooks";
import { readCopy } from "../../domain/copy_form.ts";
import type { FieldFault } from "../../domain/incoming_form.ts";
import { COPY_NAMES, type CopyRow, type NumberCopy } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import type { Entry } from "../../state/entry.ts";
import { useKeptForm } from "../kept_form.ts";
import { enterNext } from "../keys.ts";
import { n } from "../number_text.ts";
import { sayFault, t } from "../text.ts";
import { type Faults, faultsOf, focusFirst } from "./faults.ts";
import { OpenYear } from "./open_year.tsx";
import { ProblemBox } from "./problem_box.tsx";
import { optionsOf, SelectField } from "./select_field.tsx";
import { SendingLine } from "./sending_line.tsx";
import { TextField } from "./text_field.tsx";

interface CopySheetProps {
  readonly entry: Entry<NumberCopy, CopyRow>;
  readonly organ: string;
}

/** Of which document a copy is made, of which kind, how many. */
export function CopySheet({ entry, organ }: CopySheetProps) {
  const phase = entry.phase.value;
  const locked = phase.kind === "sending" || phase.kind === "done";
  const kept = useKeptForm(entry.keepValues, locked);
  const [initial] = useState(entry.draft.value.values);
  const [own, setOwn] = useState<Faults>({});
  const refusal = phase.kind === "refused" ? phase.problem : null;
  const faults = refusal ? { ...own, ...faultsOf(refusal) } : own;
  const save = async (event: Event) => {
    event.preventDefault();
    const typed = kept.readNow();
    if (!typed) return;
    const read = readCopy(typed);
    const found = Object.fromEntries(read.faults.map((fault) => [fault.field, why(fault)]));
    setOwn(found);
    focusFirst(kept.form.current, found);
    if (read.faults.length > 0) return;
    await entry.keepValues(typed);
    await entry.send(read.copy);
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
      <h2>{n.copies.take}</h2>
      <fieldset disabled={locked} class="bare">
        <CopyFields values={initial} faults={faults} />
        {refusal && <ProblemBox problem={refusal} />}
        <OpenYear problem={refusal} book="sao" organ={organ} today={todayHere()} />
        <div class="row actions">
          <button type="submit" class="main" data-stop>
            {n.copies.save}
          </button>
        </div>
      </fieldset>
      {phase.kind === "sending" && <SendingLine lost={phase.lost} problem={phase.problem} />}
      {entry.unkept.value && <p class="hint">{t.form.unkept}</p>}
    </form>
  );
}

function why(fault: FieldFault): string {
  return fault.field === "copies" ? n.copies.not_a_number : sayFault(fault);
}

interface CopyFieldsProps {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: Faults;
}

function CopyFields({ values, faults }: CopyFieldsProps) {
  const at = (name: string) => ({ name, value: values[name], fault: faults[name] });
  return (
    <div class="fields">
      <TextField {...at("source")} label={n.copies.source} required span="double" />
      <TextField {...at("source_symbol")} label={n.copies.source_symbol} required />
      <SelectField {...at("kind")} label={n.copies.kind} options={optionsOf(COPY_NAMES)} />
      <TextField {...at("subject")} label={n.copies.subject} rows={2} required span="triple" />
      <TextField {...at("copies")} value={values["copies"] ?? "1"} label={n.copies.count} numeric />
    </div>
  );
}
