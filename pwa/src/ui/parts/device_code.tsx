import { useMemo, useState } from "preact/hooks";
import type { EnrolCode } from "../../domain/wire.gen.ts";
import { link } from "../../state/app.ts";
import { createPosting } from "../../state/posting.ts";
import { d } from "../device_text.ts";
import { isLoopback, useMinutesLeft } from "./pairing_code.tsx";
import { ProblemBox } from "./problem_box.tsx";

const GROUP = /(\d{4})(?=\d)/g;

/** The one-time code of the next device, large, with the address to open there. */
export function DeviceCode({ organ }: { readonly organ: string }) {
  const posting = useMemo(() => createPosting(link.ask), []);
  const [code, setCode] = useState<EnrolCode | null>(null);
  const problem = posting.problem.value;
  const take = async () => {
    const path = `/api/organs/${encodeURIComponent(organ)}/device-code`;
    const taken = await posting.post<EnrolCode>(path);
    if (taken) setCode(taken.value);
  };
  return (
    <section>
      <h2>{d.code.title}</h2>
      <div class="row actions">
        <button type="button" disabled={posting.busy.value} onClick={() => void take()}>
          {code ? d.code.takeAnother : d.code.take}
        </button>
      </div>
      {problem && <ProblemBox problem={problem} />}
      {code && <Shown key={code.code} code={code} />}
    </section>
  );
}

function Shown({ code }: { readonly code: EnrolCode }) {
  const minutes = useMinutesLeft(code.minutes);
  if (minutes === 0) return <p role="status">{d.code.over}</p>;
  return (
    <section aria-label={d.code.label}>
      <p class="stamp pairing device-code" role="status">
        <span class="stamp-label">{d.code.label}</span>{" "}
        <strong>{code.code.replace(GROUP, "$1 ")}</strong>{" "}
        <span class="stamp-day">{d.code.left(minutes)}</span>
      </p>
      <p class="instruction">{d.code.place}</p>
      <pre class="command">
        <code>{window.location.origin}</code>
      </pre>
      {isLoopback() && <p class="hint">{d.code.local}</p>}
    </section>
  );
}
