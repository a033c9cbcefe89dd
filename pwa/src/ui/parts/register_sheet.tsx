import { showDay } from "../../domain/dates.ts";
import type { NumberKey } from "../../domain/reentry_form.ts";
import type { Day } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { type Sheet, type SheetParts, useRegisterSheet } from "../register_sheet.ts";
import { t } from "../text.ts";
import { isQuestion } from "./confirmations.tsx";
import { DayField } from "./day_field.tsx";
import { FilePicker } from "./file_picker.tsx";
import { OpenYear } from "./open_year.tsx";
import { ProblemBox } from "./problem_box.tsx";
import { MoreFields, RegisterFields } from "./register_fields.tsx";
import { SendingLine } from "./sending_line.tsx";
import { SlipFields } from "./slip_fields.tsx";

interface RegisterSheetProps {
  readonly parts: SheetParts;
  readonly organ: string;
  /** What is being sent goes to the outbox, and another sheet follows. */
  readonly onLater?: () => void;
}

/** One sheet of the registration form, from what was kept to what is sent. */
export function RegisterSheet({ parts, organ, onLater }: RegisterSheetProps) {
  const { entry, uploads, earlier, again } = parts;
  const today = todayHere();
  const sheet = useRegisterSheet(parts, today);
  const phase = entry.phase.value;
  const refusal = phase.kind === "refused" && !isQuestion(phase.problem) ? phase.problem : null;
  return (
    <form
      ref={sheet.form}
      class="sheet"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void sheet.save(true);
      }}
      onKeyDown={sheet.onKey}
      onInput={sheet.keepSoon}
      onChange={sheet.keepSoon}
    >
      {!again && <p class="hint keys-hint">{t.form.keys}</p>}
      <fieldset disabled={sheet.locked} class="bare">
        {!again && <Automatic today={today} />}
        {again && <Stamped again={again} sheet={sheet} today={today} />}
        <RegisterFields
          values={sheet.initial}
          faults={sheet.faults}
          today={today}
          earlier={earlier}
        >
          <div class="field triple">
            <p class="label">{t.form.files}</p>
            <FilePicker uploads={uploads} />
          </div>
        </RegisterFields>
        <MoreFields values={sheet.initial} faults={sheet.faults} />
        {!again && <SlipFields values={sheet.initial} faults={sheet.faults} today={today} />}
        <p class="note" role="status">
          {sheet.note}
        </p>
        {refusal && <ProblemBox problem={refusal} />}
        <OpenYear problem={refusal} book="den" organ={organ} today={today} />
        {again ? <SaveAgain again={again} /> : <Actions sheet={sheet} />}
      </fieldset>
      {phase.kind === "sending" && (
        <SendingLine lost={phase.lost} problem={phase.problem} onLater={onLater} />
      )}
      <p class="hint">{entry.unkept.value ? t.form.unkept : t.form.kept}</p>
    </form>
  );
}

function Automatic({ today }: { readonly today: Day }) {
  return (
    <dl class="facts automatic">
      <div>
        <dt>{t.form.arrival}</dt>
        <dd>{showDay(today)}</dd>
      </div>
      <div>
        <dt>{t.form.number}</dt>
        <dd>{t.form.automatic}</dd>
      </div>
    </dl>
  );
}

interface StampedProps {
  readonly again: NumberKey;
  readonly sheet: Sheet;
  readonly today: Day;
}

/** Number and day of arrival as the stamp on the paper has them. */
function Stamped({ again, sheet, today }: StampedProps) {
  return (
    <div class="fields">
      <dl class="facts automatic">
        <div>
          <dt>{t.form.number}</dt>
          <dd>{again.number}</dd>
        </div>
      </dl>
      <DayField
        name="arrival_date"
        label={t.form.arrivalStamped}
        today={today}
        lean="past"
        value={sheet.initial["arrival_date"]}
        fault={sheet.faults["arrival_date"]}
      />
    </div>
  );
}

function SaveAgain({ again }: { readonly again: NumberKey }) {
  return (
    <div class="row actions">
      <button type="submit" class="main" data-stop>
        {t.form.saveInto(again.number)} <kbd>Ctrl+Enter</kbd>
      </button>
    </div>
  );
}

function Actions({ sheet }: { readonly sheet: Sheet }) {
  return (
    <div class="row actions">
      <button type="submit" class="main" data-stop>
        {t.form.saveNew} <kbd>Ctrl+Enter</kbd>
      </button>
      <button type="button" onClick={() => void sheet.save(false)}>
        {t.form.save} <kbd>Alt+Enter</kbd>
      </button>
      <button type="button" class="quiet" onClick={() => void sheet.repeat()}>
        {t.form.repeat} <kbd>F4</kbd>
      </button>
    </div>
  );
}
