import { useState } from "preact/hooks";
import type { Steps } from "../../state/steps.ts";
import { t } from "../text.ts";
import { ReasonDialog } from "./reason_dialog.tsx";

interface RemovalProps {
  readonly steps: Steps;
  readonly id: string;
  readonly onDone: () => void;
}

/** Gỡ nội dung: the row and its number stay, the content goes, with a reason. */
export function Removal({ steps, id, onDone }: RemovalProps) {
  const [asking, setAsking] = useState(false);
  const remove = async (reason: string) => {
    setAsking(false);
    const outcome = await steps.run("content.remove", { id, reason });
    if (outcome?.kind === "accepted") onDone();
  };
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        {t.detail.remove}
      </button>
      {asking && (
        <ReasonDialog
          title={t.detail.removeTitle}
          text={t.detail.removeText}
          button={t.detail.remove}
          onReason={(reason) => void remove(reason)}
          onCancel={() => setAsking(false)}
        />
      )}
    </>
  );
}
