import type { Typed } from "../../domain/incoming_form.ts";
import { SLIP_FIELDS } from "../../domain/slip_form.ts";
import type { Day } from "../../domain/wire.gen.ts";
import { t } from "../text.ts";
import { DayField } from "./day_field.tsx";
import type { Faults } from "./faults.ts";
import { TextField } from "./text_field.tsx";

interface SlipFieldsProps {
  readonly values: Typed;
  readonly faults: Faults;
  readonly today: Day;
}

/** Nhập theo phiếu tạm: folded away, because most documents come without one. */
export function SlipFields({ values, faults, today }: SlipFieldsProps) {
  const used = SLIP_FIELDS.some((field) => field in faults || (values[field] ?? "") !== "");
  return (
    <details open={used}>
      <summary>{t.form.bySlip}</summary>
      <div class="fields">
        <TextField
          name="slip"
          label={t.form.slip}
          hint={t.form.slipHint}
          value={values["slip"]}
          fault={faults["slip"]}
          span="double"
        />
        <DayField
          name="captured_day"
          label={t.form.captured_day}
          today={today}
          lean="past"
          value={values["captured_day"]}
          fault={faults["captured_day"]}
        />
        <TextField
          name="captured_time"
          label={t.form.captured_time}
          hint={t.form.timeHint}
          value={values["captured_time"]}
          fault={faults["captured_time"]}
        />
      </div>
    </details>
  );
}
