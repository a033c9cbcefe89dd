import type { Problem } from "../../domain/wire.gen.ts";
import { address } from "../../state/route.ts";
import { t } from "../text.ts";
import { Dialog } from "./dialog.tsx";

export type Answers = {
  readonly duplicate_ok?: true;
  readonly not_secret?: true;
};

interface ConfirmationProps {
  readonly problem: Problem;
  readonly data: unknown;
  readonly organ: string;
  readonly onAnswer: (answer: Answers) => void;
  readonly onMend: () => void;
}

/** Tell whether a refusal is a question that the clerk may answer. */
export function isQuestion({ code }: Problem): boolean {
  return code === "DUPLICATE_DOCUMENT" || code === "SECRECY_SUSPECTED";
}

/** The two questions of registration: a document entered before, a text that looks secret. */
export function Confirmation({ problem, data, organ, onAnswer, onMend }: ConfirmationProps) {
  const duplicate = problem.code === "DUPLICATE_DOCUMENT";
  const earlier = readEarlier(data);
  return (
    <Dialog
      title={duplicate ? t.confirm.duplicate : t.confirm.suspected}
      onClose={onMend}
      first=".main"
    >
      {earlier && (
        <p class="earlier">
          {t.confirm.duplicateNumber(earlier.number, earlier.year)} ·{" "}
          <a href={address(organ, "den", earlier.id)} target="_blank" rel="noopener">
            {t.confirm.seeIt} {t.out.newTab}
          </a>
        </p>
      )}
      {problem.detail && <p>{problem.detail}</p>}
      <p>{problem.next_step}</p>
      <div class="row">
        <button type="button" class="main" onClick={onMend}>
          {t.confirm.mend}
        </button>
        <button
          type="button"
          onClick={() => onAnswer(duplicate ? { duplicate_ok: true } : { not_secret: true })}
        >
          {duplicate ? t.confirm.register : t.confirm.notSecret}
        </button>
      </div>
    </Dialog>
  );
}

interface Earlier {
  readonly id: string;
  readonly number: number;
  readonly year: number;
}

function readEarlier(data: unknown): Earlier | null {
  const known = typeof data === "object" && data !== null && "id" in data && "number" in data;
  return known ? (data as Earlier) : null;
}
