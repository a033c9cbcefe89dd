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

/** Tiếp quản sổ, for somebody who is logged in. */
export function TakeOverHere({ membership }: ScreenProps) {
  const onward = address(membership.organ.id, "giu-so");
  return <TakeOver onward={onward} onDone={() => void pulse.look().then(wake)} />;
}

/** The same before anybody has logged in: a follower has no one's session. */
export function TakeOverAlone() {
  return (
    <main class="alone wider">
      <TakeOver onward="#/" />
    </main>
  );
}

interface TakeOverProps {
  readonly onward: string;
  readonly onDone?: () => void;
}

/**
 * Tiếp quản sổ: this machine holds the registers from now on. Nobody needs to be logged in: the
 * two passwords in the form are the right to it.
 */
function TakeOver({ onward, onDone }: TakeOverProps) {
  const opening = useMemo(() => createResource<OpeningState>(link.askPlainly, "/api/opening"), []);
  const [done, setDone] = useState<OpeningState | null>(null);
  useEffect(() => void opening.load(), [opening]);
  const { value, fault } = opening.state.value;
  const over = (result: OpeningState) => {
    setDone(result);
    onDone?.();
  };
  if (done) return <Result opening={done} onward={onward} />;
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
