import { useState } from "preact/hooks";
import { mend } from "../../domain/text.ts";
import { d } from "../device_text.ts";
import { t } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import { TextField } from "./text_field.tsx";

interface RevokeDialogProps {
  readonly name: string;
  readonly onRevoke: (reason: string, lost: boolean) => void;
  readonly onCancel: () => void;
}

/** Asks why a device is put out, and whether it is in no hand of ours. */
export function RevokeDialog({ name, onRevoke, onCancel }: RevokeDialogProps) {
  const [reason, setReason] = useState("");
  const [lost, setLost] = useState(false);
  const [fault, setFault] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    const mended = mend(reason);
    if (mended === "") setFault(t.detail.reasonNeeded);
    else onRevoke(mended, lost);
  };
  return (
    <Dialog title={d.revoke.named(name)} onClose={onCancel}>
      <p>{d.revoke.text}</p>
      <form noValidate onSubmit={submit}>
        <TextField
          name="reason"
          label={t.detail.reason}
          rows={2}
          required
          fault={fault}
          onEdit={setReason}
        />
        <label class="check">
          <input type="checkbox" onChange={(event) => setLost(event.currentTarget.checked)} />{" "}
          {d.revoke.lost}
        </label>
        <div class="row">
          <button type="submit" class="main">
            {d.revoke.button}
          </button>
          <button type="button" onClick={onCancel}>
            {t.app.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
