import { useMemo, useState } from "preact/hooks";
import { showMoment } from "../../domain/moments.ts";
import type { Asked, AskedRow, AskedList as Listed, Registered } from "../../domain/wire.gen.ts";
import { link, newOp, todayHere, wait } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { createSteps, type Steps } from "../../state/steps.ts";
import { a } from "../asked_text.ts";
import { useBeat } from "../beat.ts";
import { mayDo } from "../rights.ts";
import { ArrivalNumber } from "./arrival_number.tsx";
import { StepLine } from "./step_line.tsx";

interface AskedListProps {
  readonly organ: string;
  readonly book: "den" | "di";
  readonly roles: readonly string[];
}

/** Chờ số của tỉnh: what waits in a book, and the numbers that came last; nothing where none is. */
export function AskedList({ organ, book, roles }: AskedListProps) {
  const path = `/api/organs/${encodeURIComponent(organ)}/asked`;
  const found = useMemo(() => createResource<Listed>(link.ask, path), [path]);
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ]);
  const [done, setDone] = useState<Registered | Asked | null>(null);
  useBeat(found.load);
  const rows = (found.state.value.value?.rows ?? []).filter((row) => row.book === book);
  const waiting = rows.filter(({ state }) => state === "waiting");
  const given = rows.filter(({ state }) => state === "given");
  if (rows.length === 0 && !done) return null;
  const onTakeBack = async (slip: string) => {
    const outcome = await steps.run<Registered>("number.take_back", { slip });
    if (outcome?.kind === "accepted") setDone(outcome.data);
    await found.load();
  };
  const acts = { organ, steps, onTakeBack: mayDo(roles, "keep") ? onTakeBack : null };
  return (
    <section class="asked">
      {waiting.length > 0 && (
        <>
          <h2>{a.title(waiting.length)}</h2>
          <p class="hint">{a.about}</p>
          <StepLine steps={steps} />
          <Rows rows={waiting} {...acts} />
        </>
      )}
      {given.length > 0 && (
        <details>
          <summary>{a.given(given.length)}</summary>
          <Rows rows={given} {...acts} />
        </details>
      )}
      {done && <ArrivalNumber registered={done} onStamped={() => setDone(null)} />}
    </section>
  );
}

interface Acts {
  readonly organ: string;
  readonly steps: Steps;
  /** Null for who may not take numbers. */
  readonly onTakeBack: ((slip: string) => Promise<void>) | null;
}

function Rows({ rows, ...acts }: Acts & { readonly rows: readonly AskedRow[] }) {
  return (
    <ul class="rows">
      {rows.map((row) => (
        <li key={row.slip} class="acted">
          <Said row={row} />
          <span>{standing(row)}</span>
          <Act row={row} {...acts} />
        </li>
      ))}
    </ul>
  );
}

function Said({ row }: { readonly row: AskedRow }) {
  const { subject, organ_name: from, symbol, slip, asked_at: at, asked_by: who, refused } = row;
  const parts = [from, symbol, a.entered(showMoment(at, todayHere()), who)];
  return (
    <div>
      <strong>{subject}</strong>
      <p class="meta">
        <span class="slip">{a.slip(slip)}</span> · {parts.filter((part) => part !== "").join(" · ")}
      </p>
      {refused !== "" && <p class="strong">{refused}</p>}
    </div>
  );
}

/** Where a document stands, in words. */
function standing({ number, book, sent, may_take_back: ours }: AskedRow): string {
  if (number !== null) return book === "den" ? a.givenIn(number) : a.givenOut(number);
  if (ours) return a.back;
  return sent ? a.sent : a.unsent;
}

function Act({ row, organ, steps, onTakeBack }: Acts & { readonly row: AskedRow }) {
  const { slip, book, id, number, may_take_back: ours } = row;
  if (number !== null || book === "di")
    return (
      <a
        class="button"
        href={address(organ, book === "den" ? "den" : "di", id)}
        aria-label={a.openNamed(slip)}
      >
        {a.open}
      </a>
    );
  if (!ours || !onTakeBack) return <span />;
  return (
    <button
      type="button"
      disabled={steps.running.value !== null}
      aria-label={a.takeBackNamed(slip)}
      onClick={() => void onTakeBack(slip)}
    >
      {a.takeBack}
    </button>
  );
}
