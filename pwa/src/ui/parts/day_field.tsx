import { useState } from "preact/hooks";
import { type Lean, parseDay } from "../../domain/dates.ts";
import type { Day } from "../../domain/wire.gen.ts";
import { sayDay, sayNoDay, t } from "../text.ts";
import { describe, Field } from "./field.tsx";

interface DayFieldProps {
  readonly name: string;
  readonly label: string;
  readonly today: Day;
  readonly lean: Lean;
  readonly value?: string | undefined;
  readonly fault?: string | undefined;
}

/** A day typed as 8/4, 0804 or 08042026, echoed in full as it is typed. */
export function DayField({ name, label, today, lean, value = "", fault }: DayFieldProps) {
  const [typed, setTyped] = useState(value);
  const [left, setLeft] = useState(false);
  const meant = parseDay(typed, { today, lean });
  const wrong = meant.kind !== "empty" && meant.kind !== "day" ? sayNoDay(meant) : "";
  const shown = left && wrong ? wrong : fault && meant.kind !== "day" ? fault : "";
  const echo = meant.kind === "day" ? sayDay(meant.day) : t.form.dayHint;
  return (
    <Field name={name} label={label} hint={echo} {...(shown && { fault: shown })}>
      <input
        {...describe(name, { hint: echo, fault: shown })}
        type="text"
        inputMode="numeric"
        autocomplete="off"
        defaultValue={value}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setLeft(false);
        }}
        onBlur={() => setLeft(true)}
      />
    </Field>
  );
}
