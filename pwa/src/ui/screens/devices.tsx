import { useMemo, useState } from "preact/hooks";
import type { Devices as Found, RevokeDevice } from "../../domain/wire.gen.ts";
import { link, newOp, wait } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import { createSteps } from "../../state/steps.ts";
import { useBeat } from "../beat.ts";
import { d } from "../device_text.ts";
import { DeviceCode } from "../parts/device_code.tsx";
import { DeviceList } from "../parts/device_list.tsx";
import { Heading } from "../parts/heading.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { StepLine } from "../parts/step_line.tsx";
import { ThisDevice } from "../parts/this_device.tsx";
import { mayDo } from "../rights.ts";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

/** Thiết bị: this browser for everybody; the code and the list for those who answer for them. */
export function Devices({ membership }: ScreenProps) {
  const organ = membership.organ.id;
  const { roles } = membership;
  const [enrolled, setEnrolled] = useState(0);
  return (
    <>
      <Heading title={d.title} />
      <p>{d.about}</p>
      <ThisDevice onEnrolled={() => setEnrolled((count) => count + 1)} />
      {mayDo(roles, "codeDevice") && <DeviceCode organ={organ} />}
      {mayDo(roles, "loseDevice") && <Known key={enrolled} organ={organ} />}
    </>
  );
}

function Known({ organ }: { readonly organ: string }) {
  const found = useMemo(
    () => createResource<Found>(link.ask, `/api/organs/${encodeURIComponent(organ)}/devices`),
    [organ],
  );
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ]);
  const [done, setDone] = useState("");
  useBeat(found.load);
  const { value, fault } = found.state.value;
  if (!value && fault) return <ProblemBox problem={fault} onAgain={() => void found.load()} />;
  if (!value) return <p role="status">{t.app.loading}</p>;
  const revoke = async (wanted: RevokeDevice, name: string) => {
    const outcome = await steps.run("device.revoke", wanted);
    if (outcome?.kind !== "accepted") return;
    setDone(d.revoke.done(name));
    await found.load();
  };
  return (
    <>
      <StepLine steps={steps} />
      <p class="note" role="status">
        {done}
      </p>
      <DeviceList found={value} onRevoke={(wanted, name) => void revoke(wanted, name)} />
    </>
  );
}
