import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { pulse } from "../../state/app.ts";
import type { Screen } from "../../state/route.ts";
import { isNews } from "../recovered.ts";
import type { BandProps } from "./opening_band.tsx";

interface OpeningSlotProps {
  readonly organ: string;
  readonly roles: readonly string[];
  readonly screen: Screen;
}

/**
 * The place of the opening band on every screen. Its code is fetched when it is first needed;
 * until then, and where that fails, the node's own words stand here.
 */
export function OpeningSlot({ organ, roles, screen }: OpeningSlotProps) {
  const opening = pulse.state.value?.opening ?? null;
  const [Band, setBand] = useState<ComponentType<BandProps> | null>(null);
  const wanted = opening !== null && (!opening.stamping || isNews(opening));
  useEffect(() => {
    if (!wanted || Band) return;
    import("./opening_band.tsx").then(
      ({ OpeningBand }) => setBand(() => OpeningBand),
      () => undefined,
    );
  }, [wanted]);
  if (Band && opening)
    return <Band opening={opening} organ={organ} roles={roles} screen={screen} />;
  if (!wanted || opening.stamping) return null;
  return (
    <p class="band" role="status">
      {opening.title} {opening.text}
    </p>
  );
}
