import { useState } from "preact/hooks";
import { paperField, unknownField } from "../../domain/paper_form.ts";
import type { PaperAsked } from "../../domain/wire.gen.ts";
import { n } from "../number_text.ts";
import type { Faults } from "./faults.ts";
import { describe, Field } from "./field.tsx";

interface PaperFieldsProps {
  readonly registers: readonly PaperAsked[];
  readonly faults: Faults;
  /** True: what the machine knows stands in the fields, and somebody has to know. */
  readonly filled: boolean;
}

/** The last number on paper of each register, or that nobody knows it. */
export function PaperFields({ registers, faults, filled }: PaperFieldsProps) {
  const several = new Set(registers.map(({ organ }) => organ)).size > 1;
  return (
    <>
      {registers.map((register, place) => (
        <PaperField
          key={`${register.organ} ${register.book} ${register.year}`}
          register={register}
          place={place}
          named={several}
          fault={faults[paperField(place)]}
          filled={filled}
        />
      ))}
    </>
  );
}

interface PaperFieldProps {
  readonly register: PaperAsked;
  readonly place: number;
  readonly named: boolean;
  readonly fault: string | undefined;
  readonly filled: boolean;
}

function PaperField({ register, place, named, fault, filled }: PaperFieldProps) {
  const [unknown, setUnknown] = useState(false);
  const { organ_name: organ, book, year, mark } = register;
  const name = paperField(place);
  const shown = unknown ? undefined : fault;
  const hint = n.opening.known(mark);
  const last = `${named ? `${organ}: ` : ""}${n.opening.last(book, year)}`;
  return (
    <div class="paper-line">
      <Field name={name} label={last} hint={hint} {...(shown && { fault: shown })}>
        <input
          {...describe(name, { hint, fault: shown })}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          defaultValue={filled ? String(mark) : ""}
          disabled={unknown}
        />
      </Field>
      {!filled && (
        <label class="check">
          <input
            type="checkbox"
            name={unknownField(place)}
            onChange={(event) => setUnknown(event.currentTarget.checked)}
          />
          {n.opening.nobodyKnows}
          <span class="unseen"> – {last}</span>
        </label>
      )}
    </div>
  );
}
