import { useState } from "preact/hooks";
import type { NumberKey } from "../../domain/reentry_form.ts";
import type { VoidNumber as Payload } from "../../domain/wire.gen.ts";
import type { Steps } from "../../state/steps.ts";
import { n } from "../number_text.ts";
import { ReasonDialog } from "./reason_dialog.tsx";

interface VoidNumberProps {
  readonly steps: Steps;
  readonly number: NumberKey;
  readonly onDone: () => void;
}

/** HỦY số: final, with its reason; the line and its number stay. */
export function VoidNumber({ steps, number: key, onDone }: VoidNumberProps) {
  const [asking, setAsking] = useState(false);
  const strike = async (reason: string) => {
    setAsking(false);
    const payload: Payload = { ...key, reason };
    const outcome = await steps.run("number.void", payload);
    if (outcome?.kind === "accepted") onDone();
  };
  return (
    <>
      <button
        type="button"
        aria-label={n.void.actNamed(key.number)}
        onClick={() => setAsking(true)}
      >
        {n.void.act}
      </button>
      {asking && (
        <ReasonDialog
          title={n.void.title(key.number)}
          text={n.void.text}
          button={n.void.act}
          onReason={(reason) => void strike(reason)}
          onCancel={() => setAsking(false)}
        />
      )}
    </>
  );
}
