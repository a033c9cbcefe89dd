import { showDay } from "../../domain/dates.ts";
import type { Day, Notice } from "../../domain/wire.gen.ts";
import { Dialog } from "./dialog.tsx";

interface NumberPanelProps {
  readonly title: string;
  readonly label: string;
  readonly number: string;
  /** A slip: longer than a number, and read character by character. */
  readonly code?: boolean;
  readonly day: Day;
  readonly instruction: string;
  readonly button: string;
  readonly warnings: readonly Notice[];
  readonly onSeen: () => void;
}

/**
 * The number, huge, shown only on the node's accepted result: then it is durable and may go on
 * paper. Escape does not close it: a number is either written down or still on the screen.
 */
export function NumberPanel(props: NumberPanelProps) {
  const { title, label, number, code, day, instruction, button, warnings, onSeen } = props;
  return (
    <Dialog title={title} onClose={onSeen} escapable={false} first=".main">
      <p class={code ? "stamp code" : "stamp"} role="status">
        <span class="stamp-label">{label}</span> <strong>{number}</strong>{" "}
        <span class="stamp-day">
          <span class="stamp-dot">· </span>
          {showDay(day)}
        </span>
      </p>
      <p class="instruction">{instruction}</p>
      <Warnings warnings={warnings} />
      <button type="button" class="main" onClick={onSeen}>
        {button}
      </button>
    </Dialog>
  );
}

/** What a person should know that did not stop the work. */
export function Warnings({ warnings }: { readonly warnings: readonly Notice[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul class="notices">
      {warnings.map((warning) => (
        <li key={`${warning.code} ${warning.field}`}>{warning.text}</li>
      ))}
    </ul>
  );
}
