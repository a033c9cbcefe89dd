import type { ComponentChildren } from "preact";
import type { Problem } from "../../domain/wire.gen.ts";
import { address } from "../../state/route.ts";
import { t } from "../text.ts";
import { Dialog } from "./dialog.tsx";

export type Answers = {
  readonly duplicate_ok?: true;
  readonly not_secret?: true;
  readonly slip_ok?: true;
};

interface Asked {
  readonly title: string;
  /** What the clerk may answer; null where there is nothing to insist on. */
  readonly answer: { readonly says: Answers; readonly button: string } | null;
}

const ASKED: Readonly<Record<string, Asked>> = {
  DUPLICATE_DOCUMENT: {
    title: t.confirm.duplicate,
    answer: { says: { duplicate_ok: true }, button: t.confirm.register },
  },
  SECRECY_SUSPECTED: {
    title: t.confirm.suspected,
    answer: { says: { not_secret: true }, button: t.confirm.notSecret },
  },
  SLIP_DEVICE_UNKNOWN: {
    title: t.confirm.unknownDevice,
    answer: { says: { slip_ok: true }, button: t.confirm.bySlip },
  },
  SLIP_REDEEMED: { title: t.confirm.redeemed, answer: null },
};

interface ConfirmationProps {
  readonly problem: Problem;
  readonly data: unknown;
  readonly organ: string;
  readonly onAnswer: (answer: Answers) => void;
  readonly onMend: () => void;
  /** Another way on, beside the buttons. */
  readonly children?: ComponentChildren;
}

/** Tell whether a refusal is a question to the clerk. */
export function isQuestion({ code }: Problem): boolean {
  return code in ASKED;
}

/** The questions of registration: entered before, looks secret, a slip that is not as it was. */
export function Confirmation(props: ConfirmationProps) {
  const { problem, data, organ, onAnswer, onMend, children } = props;
  const { title, answer } = ASKED[problem.code] ?? { title: problem.title, answer: null };
  const earlier = readEarlier(data);
  return (
    <Dialog title={title} onClose={onMend} first=".main">
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
        {children}
        {answer && (
          <button type="button" onClick={() => onAnswer(answer.says)}>
            {answer.button}
          </button>
        )}
      </div>
    </Dialog>
  );
}

export interface EarlierEntry {
  readonly id: string;
  readonly number: number;
  readonly year: number;
}

/** Return the entry that a refusal names; null if it names none. */
export function readEarlier(data: unknown): EarlierEntry | null {
  const known = typeof data === "object" && data !== null && "id" in data && "number" in data;
  return known ? (data as EarlierEntry) : null;
}
