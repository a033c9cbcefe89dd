import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { confirmed, readPaper } from "../../domain/paper_form.ts";
import type { PaperAsked } from "../../domain/wire.gen.ts";
import { readTyped } from "../form_values.ts";
import { n } from "../number_text.ts";
import { sayDay } from "../text.ts";
import { type Faults, focusFirst } from "./faults.ts";
import type { QuestionProps } from "./opening_band.tsx";
import { PaperFields } from "./paper_fields.tsx";

/**
 * The last numbers on paper: a yes to what this machine knows, or typed. Where the machine may
 * have lost some, nothing is filled in: the paper decides.
 */
export function PaperQuestion({ opening, busy, onAnswer }: QuestionProps) {
  const { question, registers, today } = opening;
  const [mending, setMending] = useState(question === "paper_lost");
  const [faults, setFaults] = useState<Faults>({});
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    if (mending && question === "paper_confirm") form.current?.querySelector("input")?.focus();
  }, [mending]);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!form.current) return;
    const read = readPaper(registers, readTyped(form.current));
    const found = Object.fromEntries(
      read.faults.map(([field, why]) => [field, n.opening[why]] as const),
    );
    setFaults(found);
    focusFirst(form.current, found);
    if (read.faults.length === 0) onAnswer({ question, paper: read.said });
  };
  if (!mending)
    return (
      <Confirm
        day={sayDay(today)}
        registers={registers}
        busy={busy}
        onYes={() => onAnswer({ question, paper: confirmed(registers) })}
        onNo={() => setMending(true)}
      />
    );
  return (
    <form ref={form} class="band-form" noValidate onSubmit={submit}>
      <PaperFields registers={registers} faults={faults} filled={question === "paper_confirm"} />
      <button type="submit" class="main" disabled={busy}>
        {busy ? n.opening.working : n.opening.answer}
      </button>
    </form>
  );
}

interface ConfirmProps {
  readonly day: string;
  readonly registers: readonly PaperAsked[];
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

function Confirm({ day, registers, busy, onYes, onNo }: ConfirmProps) {
  const organs = new Set(registers.map(({ organ }) => organ));
  return (
    <div>
      <p class="band-ask">{n.opening.today(day)}</p>
      <ul class="plain band-ask">
        {registers.map(({ organ, organ_name: name, book, year, mark }) => (
          <li key={`${organ} ${book} ${year}`}>
            {organs.size > 1 && `${name}: `}
            {n.opening.lastIs(book, mark)}
          </li>
        ))}
      </ul>
      <div class="row">
        <button type="button" class="main" disabled={busy} onClick={onYes}>
          {busy ? n.opening.working : n.opening.yes}
        </button>
        <button type="button" disabled={busy} onClick={onNo}>
          {n.opening.no}
        </button>
      </div>
    </div>
  );
}
