import type { Asked, Registered } from "../../domain/wire.gen.ts";
import { t } from "../text.ts";
import { AskedSlip } from "./asked_slip.tsx";
import { NumberPanel } from "./number_panel.tsx";

interface ArrivalNumberProps {
  readonly registered: Registered | Asked;
  readonly onStamped: () => void;
}

/** Số đến, to be written on the stamp ĐẾN; the slip where the province gives the number. */
export function ArrivalNumber({ registered, onStamped }: ArrivalNumberProps) {
  if ("slip" in registered) return <AskedSlip asked={registered} onSeen={onStamped} />;
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
