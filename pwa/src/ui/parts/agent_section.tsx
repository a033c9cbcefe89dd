import { useEffect, useMemo, useState } from "preact/hooks";
import type { AgentCode, Certificates } from "../../domain/wire.gen.ts";
import { link, pulse } from "../../state/app.ts";
import { createPosting } from "../../state/posting.ts";
import { createResource } from "../../state/resource.ts";
import { o } from "../office_text.ts";
import type { SectionProps } from "../screen.ts";
import { PairingCode } from "./pairing_code.tsx";
import { ProblemBox } from "./problem_box.tsx";

/** Signer agents: a one-time code for the next one, and those that are paired. */
export function AgentSection({ organ }: SectionProps) {
  const posting = useMemo(() => createPosting(link.ask), []);
  const [code, setCode] = useState<AgentCode | null>(null);
  const problem = posting.problem.value;
  const take = async () => {
    const taken = await posting.post<AgentCode>(
      `/api/organs/${encodeURIComponent(organ)}/agent-code`,
    );
    if (taken) setCode(taken.value);
  };
  return (
    <>
      <p>{o.agents.about}</p>
      <div class="row actions">
        <button
          type="button"
          class={code ? "" : "main"}
          disabled={posting.busy.value}
          onClick={() => void take()}
        >
          {code ? o.agents.takeAnother : o.agents.take}
        </button>
      </div>
      {problem && <ProblemBox problem={problem} />}
      {code && <PairingCode key={code.code} code={code} />}
      <h2>{o.agents.seen}</h2>
      <Agents organ={organ} />
    </>
  );
}

/** The paired agents: those that ask for work, and those whose certificates are known. */
function Agents({ organ }: { readonly organ: string }) {
  const found = useMemo(
    () =>
      createResource<Certificates>(
        link.ask,
        `/api/organs/${encodeURIComponent(organ)}/certificates`,
      ),
    [organ],
  );
  const connected = pulse.state.value?.agents ?? [];
  // Another agent at work: it may just have been paired.
  useEffect(() => void found.load(), [found, connected.join("\n")]);
  const { value, fault } = found.state.value;
  const known = value?.certificates.map(({ agent }) => agent) ?? [];
  const names = [...new Set([...connected, ...known])];
  if (!value && fault) return <ProblemBox problem={fault} onAgain={() => void found.load()} />;
  if (names.length === 0) return <p>{o.agents.none}</p>;
  return (
    <ul class="plain">
      {names.map((name) => (
        <li key={name} class="file-line">
          <strong>{name}</strong>
          <span class="meta">{connected.includes(name) ? o.agents.connected : o.agents.away}</span>
        </li>
      ))}
    </ul>
  );
}
