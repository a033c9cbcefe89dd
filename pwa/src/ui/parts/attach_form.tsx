import { useMemo } from "preact/hooks";
import { upload } from "../../state/desk.ts";
import type { Steps } from "../../state/steps.ts";
import { createUploads } from "../../state/uploads.ts";
import { t } from "../text.ts";
import { FilePicker } from "./file_picker.tsx";

interface AttachFormProps {
  readonly steps: Steps;
  readonly id: string;
  readonly onDone: () => void;
}

/** Adds files to a registered document: up to the node first, then bound to it in one step. */
export function AttachForm({ steps, id, onDone }: AttachFormProps) {
  const uploads = useMemo(() => createUploads(upload, () => undefined), [id]);
  const there = uploads.there();
  const attach = async () => {
    const files = there.map(({ sha256 }) => sha256);
    const outcome = await steps.run("document.attach", { id, files });
    if (outcome?.kind !== "accepted") return;
    uploads.restore([]);
    onDone();
  };
  return (
    <section aria-label={t.detail.addFiles}>
      <FilePicker uploads={uploads} />
      {there.length > 0 && (
        <button
          type="button"
          class="main"
          disabled={steps.running.value !== null}
          onClick={() => void attach()}
        >
          {t.detail.attach(there.length)}
        </button>
      )}
    </section>
  );
}
