import type { Registered } from "../../domain/wire.gen.ts";
import { t } from "../text.ts";
import { NumberPanel } from "./number_panel.tsx";

interface ArrivalNumberProps {
  readonly registered: Registered;
  readonly onStamped: () => void;
}

/** Số đến, to be written on the stamp ĐẾN. */
export function ArrivalNumber({ registered, onStamped }: ArrivalNumberProps) {
  return (
    <NumberPanel
      title={t.number.title}
      label={t.number.in}
      number={String(registered.number)}
      day={registered.arrival_date}
      instruction={t.number.write}
      button={t.number.stamped}
      warnings={registered.warnings}
      onSeen={onStamped}
    />
  );
}
