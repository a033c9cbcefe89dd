import { useMemo, useRef, useState } from "preact/hooks";
import { showDay } from "../../domain/dates.ts";
import { readNeededDay } from "../../domain/reentry_form.ts";
import { mend } from "../../domain/text.ts";
import type { AttachPaper, IncomingRow } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { upload } from "../../state/desk.ts";
import type { Steps } from "../../state/steps.ts";
import { createUploads } from "../../state/uploads.ts";
import { readTyped } from "../form_values.ts";
import { n } from "../number_text.ts";
import { sayFault, t } from "../text.ts";
import { DayField } from "./day_field.tsx";
import { Dialog } from "./dialog.tsx";
import { type Faults, focusFirst } from "./faults.ts";
import { FilePicker } from "./file_picker.tsx";
import { TextField } from "./text_field.tsx";

interface PaperArrivalProps {
  readonly steps: Steps;
  readonly row: IncomingRow;
  readonly onDone: () => void;
}

/** Bản giấy đã đến: the paper of an e-document takes its number, not another (R-IN-15). */
export function PaperArrival({ steps, row, onDone }: PaperArrivalProps) {
  const [asking, setAsking] = useState(false);
  const attach = async (payload: AttachPaper) => {
    setAsking(false);
    const outcome = await steps.run("paper.attach", payload);
    if (outcome?.kind === "accepted") onDone();
  };
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        {n.paper.act}
      </button>
      {asking && (
        <PaperDialog
          row={row}
          onAttach={(payload) => void attach(payload)}
          onCancel={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface PaperDialogProps {
  readonly row: IncomingRow;
  readonly onAttach: (payload: AttachPaper) => void;
  readonly onCancel: () => void;
}

function PaperDialog({ row, onAttach, onCancel }: PaperDialogProps) {
  const today = todayHere();
  const form = useRef<HTMLFormElement>(null);
  const uploads = useMemo(() => createUploads(upload, () => undefined), []);
  const [faults, setFaults] = useState<Faults>({});
  const [note, setNote] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (!form.current) return;
    const typed = readTyped(form.current);
    const read = readNeededDay("received_on", typed["received_on"] ?? "", today);
    const found = Object.fromEntries(read.faults.map((fault) => [fault.field, sayFault(fault)]));
    const busy = uploads.unfinished();
    setFaults(found);
    setNote(busy ? t.form.uploadsFirst : "");
    focusFirst(form.current, found);
    if (read.faults.length > 0 || busy) return;
    const files = uploads.there().map(({ sha256 }) => sha256);
    onAttach({ id: row.id, received_on: read.day, files, note: mend(typed["paper_note"] ?? "") });
  };
  return (
    <Dialog title={n.paper.title(row.number)} onClose={onCancel} escapable={false}>
      <p>{n.paper.text}</p>
      <form ref={form} noValidate onSubmit={submit}>
        <DayField
          name="received_on"
          label={n.paper.day}
          today={today}
          lean="past"
          value={showDay(today)}
          fault={faults["received_on"]}
        />
        <TextField name="paper_note" label={n.paper.note} />
        <p class="label">{t.form.files}</p>
        <FilePicker uploads={uploads} />
        <p class="note" role="status">
          {note}
        </p>
        <div class="row">
          <button type="submit" class="main">
            {n.paper.save}
          </button>
          <button type="button" onClick={onCancel}>
            {t.app.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
