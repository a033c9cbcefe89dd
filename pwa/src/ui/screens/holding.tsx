import { useMemo } from "preact/hooks";
import type { Holding as Held } from "../../domain/wire.gen.ts";
import { link, newOp, pulse, wait } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { createSteps } from "../../state/steps.ts";
import { useBeat } from "../beat.ts";
import { isUnsure } from "../holder_text.ts";
import { n } from "../number_text.ts";
import { Heading } from "../parts/heading.tsx";
import type { HeldProps } from "../parts/held.ts";
import { HeldDevices } from "../parts/held_devices.tsx";
import { HeldLeases } from "../parts/held_leases.tsx";
import { HeldRegisters } from "../parts/held_registers.tsx";
import { HeldSites } from "../parts/held_sites.tsx";
import { HeldStrays } from "../parts/held_strays.tsx";
import { HeldTakeOvers } from "../parts/held_take_overs.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { StepLine } from "../parts/step_line.tsx";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

/** Giữ sổ: who holds the registers, how far they are, and all that is out. */
export function Holding({ membership }: ScreenProps) {
  const organ = membership.organ.id;
  const { roles } = membership;
  const found = useMemo(
    () => createResource<Held>(link.ask, `/api/organs/${encodeURIComponent(organ)}/holding`),
    [organ],
  );
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ]);
  useBeat(found.load);
  const { value, fault } = found.state.value;
  if (!value && fault) return <ProblemBox problem={fault} onAgain={() => void found.load()} />;
  if (!value) return <p role="status">{t.app.loading}</p>;
  const reload = () => Promise.all([found.load(), pulse.look()]);
  const give = async (kind: string, payload: object) => {
    const outcome = await steps.run(kind, payload);
    if (outcome?.kind === "accepted") await reload();
    return outcome?.kind === "accepted";
  };
  const held: HeldProps = { holding: value, organ, roles, steps, reload, give };
  return (
    <>
      <Heading title={t.screens["giu-so"]}>
        {value.standing === "follower" && (
          <a class="button" href={address(organ, "tiep-quan")}>
            {n.holding.takeOver}
          </a>
        )}
      </Heading>
      <p class="strong">{standing(value)}</p>
      <p class="hint">
        {n.holding.epoch(value.epoch)} · {n.holding.head(value.head)}
      </p>
      <StepLine steps={steps} />
      <div class="held">
        <HeldStrays {...held} />
        <HeldRegisters {...held} />
        <HeldLeases {...held} />
        <HeldDevices {...held} />
        <HeldSites {...held} />
        <HeldTakeOvers {...held} />
      </div>
    </>
  );
}

function standing({ standing: here, node_name: node, owner_name: owner }: Held): string {
  if (here !== "owner") return n.holding.standings[here](owner);
  return isUnsure() ? n.holding.standings.unsure(node) : n.holding.standings.owner(node);
}
