import { showDay } from "../../domain/dates.ts";
import { DAY_READ } from "../../domain/take_over_form.ts";
import type { Day } from "../../domain/wire.gen.ts";
import { n } from "../number_text.ts";
import { DayField } from "./day_field.tsx";

interface TodayFieldProps {
  readonly today: Day;
  readonly fault: string | undefined;
}

/** The day that a person reads beside the numbers on paper: as the machine has it, to be mended. */
export function TodayField({ today, fault }: TodayFieldProps) {
  return (
    <DayField
      name={DAY_READ}
      label={n.opening.isToday}
      today={today}
      lean="past"
      value={showDay(today)}
      fault={fault}
    />
  );
}
