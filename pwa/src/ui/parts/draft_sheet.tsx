import type { OrganRef, PersonRef } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { type DraftParts, useDraftSheet } from "../draft_sheet.ts";
import { t } from "../text.ts";
import { isQuestion } from "./confirmations.tsx";
import { DraftFields } from "./draft_fields.tsx";
import { ProblemBox } from "./problem_box.tsx";
import { SendingLine } from "./sending_line.tsx";

interface DraftSheetProps {
  readonly parts: DraftParts;
  readonly organ: OrganRef;
  readonly people: readonly PersonRef[];
}

/** The draft's form: kept as it is typed, sent as one version. */
export function DraftSheet({ parts, organ, people }: DraftSheetProps) {
  const { entry, organs } = parts;
  const today = todayHere();
  const sheet = useDraftSheet(parts, today);
  const phase = entry.phase.value;
  const refusal = phase.kind === "refused" && !isQuestion(phase.problem) ? phase.problem : null;
  const fields = { values: sheet.values, faults: sheet.faults, today, organ, people, organs };
  return (
    <form
      ref={sheet.form}
      class="sheet"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void sheet.save();
      }}
      onKeyDown={sheet.onKey}
      onInput={sheet.keepSoon}
      onChange={sheet.keepSoon}
    >
      <fieldset disabled={sheet.locked} class="bare">
        <DraftFields {...fields} />
        <p class="note" role="status">
          {sheet.found > 0 && t.form.faults(sheet.found)}
        </p>
        {refusal && <ProblemBox problem={refusal} />}
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
