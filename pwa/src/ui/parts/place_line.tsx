import { showMoment } from "../../domain/moments.ts";
import type { Place } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { t } from "../text.ts";

/** Where a row stands: saved at the node, or held by the province too, each with its time. */
export function PlaceLine({ place }: { readonly place: Place }) {
  const today = todayHere();
  const there = place.hub_at !== null;
  const text = there
    ? t.place.hub(showMoment(place.hub_at ?? "", today))
    : t.place.saved(showMoment(place.saved_at, today));
  return (
    <span class={there ? "place there" : "place"}>
      <span aria-hidden="true">{there ? "✓✓" : "◐"}</span> {text}
    </span>
  );
}
