import { useEffect, useMemo, useState } from "preact/hooks";
import type { OpeningState } from "../../domain/wire.gen.ts";
import { link, pulse, wake } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { n } from "../number_text.ts";
import { Heading } from "../parts/heading.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { TakeOverForm } from "../parts/take_over_form.tsx";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

/**
 * Tiếp quản sổ: this machine holds the registers from now on. The two passwords in the form are
 * the right to it, whoever is logged in.
 */
export function TakeOver({ membership }: ScreenProps) {
  const opening = useMemo(() => createResource<OpeningState>(link.ask, "/api/opening"), []);
  const [done, setDone] = useState<OpeningState | null>(null);
  useEffect(() => void opening.load(), [opening]);
  const { value, fault } = opening.state.value;
  const over = (result: OpeningState) => {
    setDone(result);
    void pulse.look().then(wake);
  };
  if (done) return <Result opening={done} onward={address(membership.organ.id, "giu-so")} />;
  return (
    <>
      <Heading title={t.screens["tiep-quan"]} />
      <ol class="explain">
        {n.takeOver.explain.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      {!value && fault && <ProblemBox problem={fault} onAgain={() => void opening.load()} />}
      {value && <TakeOverForm opening={value} onDone={over} />}
    </>
  );
}

interface ResultProps {
  readonly opening: OpeningState;
  readonly onward: string;
}

function Result({ opening, onward }: ResultProps) {
  const { stamping, title, text, next_step: next } = opening;
  return (
    <>
      <Heading title={stamping ? n.takeOver.done : title} />
      <p role="status">{stamping ? n.takeOver.doneText : text}</p>
      {!stamping && next && <p>{next}</p>}
      <p>
        <a class="button main" href={onward}>
          {n.takeOver.on}
        </a>
      </p>
    </>
  );
}
