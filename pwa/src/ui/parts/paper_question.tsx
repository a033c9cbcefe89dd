import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { confirmed, paperField, readPaper } from "../../domain/paper_form.ts";
import { readNeededDay } from "../../domain/reentry_form.ts";
import { DAY_READ } from "../../domain/take_over_form.ts";
import type { PaperAsked } from "../../domain/wire.gen.ts";
import { controlOf, readTyped } from "../form_values.ts";
import { n } from "../number_text.ts";
import { sayDay, sayFault } from "../text.ts";
import { type Faults, focusFirst } from "./faults.ts";
import type { QuestionProps } from "./opening_band.tsx";
import { PaperFields } from "./paper_fields.tsx";
import { TodayField } from "./today_field.tsx";

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
    if (mending && question === "paper_confirm") controlOf(form.current, paperField(0))?.focus();
  }, [mending]);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!form.current) return;
    const typed = readTyped(form.current);
    const read = readPaper(registers, typed);
    const { day, faults: ofDay } = readNeededDay(DAY_READ, typed[DAY_READ] ?? "", today);
    const found = Object.fromEntries([
      ...ofDay.map((fault) => [fault.field, sayFault(fault)] as const),
      ...read.faults.map(([field, why]) => [field, n.opening[why]] as const),
    ]);
    setFaults(found);
    focusFirst(form.current, found);
    if (Object.keys(found).length === 0) onAnswer({ question, paper: read.said, day });
  };
  if (!mending)
    return (
      <Confirm
        day={sayDay(today)}
        registers={registers}
        busy={busy}
        onYes={() => onAnswer({ question, paper: confirmed(registers), day: today })}
        onNo={() => setMending(true)}
      />
    );
  return (
    <form ref={form} class="band-form" noValidate onSubmit={submit}>
      <TodayField today={today} fault={faults[DAY_READ]} />
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
  const years = new Set(registers.map(({ year }) => year));
  return (
    <div>
      <p class="band-ask">{n.opening.today(day)}</p>
      <ul class="plain band-ask">
        {registers.map(({ organ, organ_name: name, book, year, mark }) => (
          <li key={`${organ} ${book} ${year}`}>
            {organs.size > 1 && `${name}: `}
            {years.size > 1
              ? n.opening.lastOfYearIs(book, year, mark)
              : n.opening.lastIs(book, mark)}
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
