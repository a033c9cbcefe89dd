import { pulse } from "../../state/app.ts";
import { Warnings } from "./number_panel.tsx";

/** What the node has to say to everybody, on every screen: for example that it is closed. */
export function NodeNotices() {
  const notices = pulse.state.value?.notices ?? [];
  return (
    <div class="node-notices" role="status">
      <Warnings warnings={notices} />
    </div>
  );
}
