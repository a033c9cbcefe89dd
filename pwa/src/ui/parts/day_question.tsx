import { useRef, useState } from "preact/hooks";
import { readNeededDay } from "../../domain/reentry_form.ts";
import { readTyped } from "../form_values.ts";
import { n } from "../number_text.ts";
import { sayDay, sayFault } from "../text.ts";
import { DayField } from "./day_field.tsx";
import { focusFirst } from "./faults.ts";
import type { QuestionProps } from "./opening_band.tsx";

const FIELD = "opening_day";

/** Hôm nay là ngày nào? The machine's own day is shown and never filled in. */
export function DayQuestion({ opening, busy, onAnswer }: QuestionProps) {
  const form = useRef<HTMLFormElement>(null);
  const [fault, setFault] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (!form.current) return;
    const typed = readTyped(form.current)[FIELD] ?? "";
    const { day, faults } = readNeededDay(FIELD, typed, opening.today);
    const [found] = faults;
    const why = found?.why === "required" ? n.opening.dayNeeded : found ? sayFault(found) : "";
    setFault(why);
    if (found) focusFirst(form.current, { [FIELD]: why });
    else onAnswer({ question: opening.question, day });
  };
  return (
    <form ref={form} class="band-form" noValidate onSubmit={submit}>
      <DayField
        name={FIELD}
        label={n.opening.day}
        today={opening.today}
        lean="past"
        fault={fault}
      />
      <p class="hint">{n.opening.machineDay(sayDay(opening.today))}</p>
      <button type="submit" class="main" disabled={busy}>
        {busy ? n.opening.working : n.opening.answer}
      </button>
    </form>
  );
}
