import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { OpeningAnswer, OpeningState } from "../../domain/wire.gen.ts";
import { link, pulse, wake } from "../../state/app.ts";
import { createPosting, type Posting } from "../../state/posting.ts";
import { address, type Screen } from "../../state/route.ts";
import { n } from "../number_text.ts";
import { isNews, setSeen } from "../recovered.ts";
import { mayDo } from "../rights.ts";
import { t } from "../text.ts";
import { DayQuestion } from "./day_question.tsx";
import { PaperQuestion } from "./paper_question.tsx";
import { ProblemBox } from "./problem_box.tsx";

export interface BandProps {
  readonly opening: OpeningState;
  readonly organ: string;
  readonly roles: readonly string[];
  readonly screen: Screen;
}

export interface QuestionProps {
  readonly opening: OpeningState;
  readonly busy: boolean;
  readonly onAnswer: (answer: OpeningAnswer) => void;
}

/** Why this machine does not stamp, with at most one question; what is being typed stays. */
export function OpeningBand({ opening, organ, roles, screen }: BandProps) {
  const [posting] = useState(() => createPosting(link.ask));
  const [told, setTold] = useState<"" | "answered" | "seen">("");
  const answer = async (said: OpeningAnswer) => {
    const done = await posting.post<OpeningState>("/api/opening", said);
    await pulse.look();
    if (!done?.value.stamping) return;
    setTold("answered");
    wake();
  };
  if (opening.stamping)
    return (
      <Calm
        text={told === "answered" ? n.opening.answered : news(opening)}
        onSeen={() => {
          setSeen(opening);
          setTold("seen");
        }}
      />
    );
  const problem = posting.problem.value;
  return (
    <section class="band" aria-label={opening.title}>
      <div role="status">
        <p class="band-title">
          <span aria-hidden="true">! </span>
          {opening.title}
        </p>
        <p>{opening.text}</p>
        {opening.next_step && <p>{opening.next_step}</p>}
      </div>
      {problem && <ProblemBox problem={problem} />}
      <Question
        key={`${opening.cause} ${opening.question}`}
        band={{ opening, organ, roles, screen }}
        posting={posting}
        onAnswer={(said) => void answer(said)}
      />
    </section>
  );
}

function news(opening: OpeningState): string {
  return isNews(opening) ? n.opening.recovered(opening.recovered, opening.witness) : "";
}

interface QuestionHereProps {
  readonly band: BandProps;
  readonly posting: Posting;
  readonly onAnswer: (answer: OpeningAnswer) => void;
}

function Question({ band, posting, onAnswer }: QuestionHereProps): ComponentChildren {
  const { opening, organ, roles, screen } = band;
  const { question } = opening;
  if (question === "" || (question === "take_over" && screen === "tiep-quan")) return null;
  if (question === "take_over")
    return (
      <p class="band-act">
        <a class="button main" href={address(organ, "tiep-quan")}>
          {n.opening.takeOver}
        </a>
      </p>
    );
  if (!mayDo(roles, "keep")) return <p class="strong">{n.opening.clerkAnswers}</p>;
  const asked = { opening, busy: posting.busy.value, onAnswer };
  return question === "day" ? <DayQuestion {...asked} /> : <PaperQuestion {...asked} />;
}

interface CalmProps {
  readonly text: string;
  readonly onSeen: () => void;
}

function Calm({ text, onSeen }: CalmProps) {
  if (text === "") return null;
  return (
    <div class="bar told">
      <p role="status">
        <span aria-hidden="true">✓ </span>
        {text}
      </p>
      <button type="button" class="quiet" onClick={onSeen}>
        {n.opening.seen} <span class="unseen">({t.app.close})</span>
      </button>
    </div>
  );
}
