import type { Notice } from "../../domain/wire.gen.ts";
import { pulse } from "../../state/app.ts";
import { Warnings } from "./number_panel.tsx";

/** What the opening band says better, with its question. */
const OF_THE_OPENING = ["NODE_NOT_OPEN", "PAPER_UNSAID", "DAY_UNSURE", "NODE_FOLLOWS"];

/** What the node has to say to everybody, on every screen: for example that it is closed. */
export function NodeNotices() {
  return (
    <div class="node-notices" role="status">
      <Warnings warnings={noticesNow()} />
    </div>
  );
}

/** Return the node's notices, without those that the opening band stands for. */
export function noticesNow(): readonly Notice[] {
  const { notices = [], opening = null } = pulse.state.value ?? {};
  if (!opening || opening.stamping) return notices;
  return notices.filter(({ code }) => !OF_THE_OPENING.includes(code));
}
