import type { NodeState } from "../../domain/wire.gen.ts";
import { t } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import { HubFacts } from "./hub_facts.tsx";

interface HubPanelProps {
  readonly state: NodeState;
  readonly organ: string;
  readonly onClose: () => void;
}

/** Đồng bộ với tỉnh, over any screen. */
export function HubPanel({ state, organ, onClose }: HubPanelProps) {
  return (
    <Dialog title={t.hub.title} onClose={onClose} first="h2">
      <HubFacts state={state} organ={organ} />
      <button type="button" class="main" onClick={onClose}>
        {t.app.close}
      </button>
    </Dialog>
  );
}
