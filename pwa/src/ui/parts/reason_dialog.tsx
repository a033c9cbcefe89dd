import { useState } from "preact/hooks";
import { mend } from "../../domain/text.ts";
import { t } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import { TextField } from "./text_field.tsx";

interface ReasonDialogProps {
  readonly title: string;
  readonly text?: string;
  readonly button: string;
  readonly onReason: (reason: string) => void;
  readonly onCancel: () => void;
}

/** Asks for the reason that a step needs; an empty one is not sent. */
export function ReasonDialog({ title, text, button, onReason, onCancel }: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    const mended = mend(reason);
    if (mended === "") setFault(t.detail.reasonNeeded);
    else onReason(mended);
  };
  return (
    <Dialog title={title} onClose={onCancel}>
      {text && <p>{text}</p>}
      <form noValidate onSubmit={submit}>
        <TextField
          name="reason"
          label={t.detail.reason}
          rows={3}
          required
          fault={fault}
          onEdit={setReason}
        />
        <div class="row">
          <button type="submit" class="main">
            {button}
          </button>
          <button type="button" onClick={onCancel}>
            {t.app.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
