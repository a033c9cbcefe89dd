import type { Asked } from "../../domain/wire.gen.ts";
import { a } from "../asked_text.ts";
import { NumberPanel } from "./number_panel.tsx";

interface AskedSlipProps {
  readonly asked: Pick<Asked, "slip" | "arrival_date" | "warnings">;
  /** An outgoing document gets nothing written on it yet. */
  readonly outgoing?: boolean;
  readonly onSeen: () => void;
}

/** Mã tiếp nhận tạm: stands for the document until the province gives its number. */
export function AskedSlip({ asked, outgoing = false, onSeen }: AskedSlipProps) {
  return (
    <NumberPanel
      title={a.panel.title}
      label={a.panel.label}
      number={asked.slip}
      code
      day={asked.arrival_date}
      instruction={outgoing ? a.panel.outgoing : a.panel.write}
      button={outgoing ? a.panel.seenOut : a.panel.seen}
      warnings={asked.warnings}
      onSeen={onSeen}
    />
  );
}
