import { sync } from "../../state/here.ts";
import { o } from "../outbox_text.ts";

/** How much waits on this device, on every screen; opens the very list that it counts. */
export function OutboxButton({ onOpen }: { readonly onOpen: () => void }) {
  const returned = sync.waiting.value?.filter(({ state }) => state === "returned").length ?? 0;
  const look = returned + sync.answers.value.length;
  const filling = sync.filling.value;
  return (
    <>
      {filling !== null && filling > 0 && <p role="status">{o.filling(filling)}</p>}
      <button type="button" class="quiet" onClick={onOpen}>
        {o.count(sync.pending.value)}
        {look > 0 && <span class="old">{o.look(look)}</span>}
      </button>
    </>
  );
}
