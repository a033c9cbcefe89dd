import { useState } from "preact/hooks";
import { setSingleKeys, singleKeysOn } from "../keys.ts";
import { t } from "../text.ts";
import { Dialog } from "./dialog.tsx";

/** The shortcuts, and the switch for those of one character. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const [single, setSingle] = useState(singleKeysOn());
  return (
    <Dialog title={t.keys.title} onClose={onClose}>
      <dl class="facts">
        {t.keys.list.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={single}
          onChange={(event) => {
            setSingle(event.currentTarget.checked);
            setSingleKeys(event.currentTarget.checked);
          }}
        />
        {t.keys.single}
      </label>
      <button type="button" class="main" onClick={onClose}>
        {t.app.close}
      </button>
    </Dialog>
  );
}
