import { useMemo, useState } from "preact/hooks";
import { showDay } from "../../domain/dates.ts";
import {
  COPY_NAMES,
  type Copies as CopyPage,
  type CopyRow,
  type NumberCopy,
} from "../../domain/wire.gen.ts";
import { link, newOp, todayHere, wait } from "../../state/app.ts";
import { drafts } from "../../state/desk.ts";
import { createEntry } from "../../state/entry.ts";
import { createResource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { useBeat } from "../beat.ts";
import { n } from "../number_text.ts";
import { useOpened } from "../opened.ts";
import { CopySheet } from "../parts/copy_sheet.tsx";
import { Heading } from "../parts/heading.tsx";
import { NumberPanel } from "../parts/number_panel.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { mayDo } from "../rights.ts";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const KIND = "copy.number";

/** Sổ bản sao: one series for sao y, sao lục and trích sao (NĐ 30/2020 Điều 25). */
export function Copies({ me, membership }: ScreenProps) {
  const organ = membership.organ.id;
  const year = Number(todayHere().slice(0, 4));
  const keeps = mayDo(membership.roles, "keep");
  const found = useMemo(
    () =>
      createResource<CopyPage>(
        link.ask,
        `/api/organs/${encodeURIComponent(organ)}/copies?year=${year}`,
      ),
    [organ, year],
  );
  useBeat(found.load);
  return (
    <>
      <Heading title={t.screens["ban-sao"]}>
        <a class="button" href={address(organ, "tinh-trang-so", `sao-${year}`)}>
          {t.list.numbers}
        </a>
      </Heading>
      {keeps && <Taking account={me.account} organ={organ} onTaken={found.load} />}
      <h2>{n.copies.list}</h2>
      <Body found={found} year={year} />
    </>
  );
}

interface TakingProps {
  readonly account: string;
  readonly organ: string;
  readonly onTaken: () => Promise<void>;
}

/** The form of the next copy, until its number is written on it. */
function Taking({ account, organ, onTaken }: TakingProps) {
  const [entry] = useState(() => {
    const key = `${KIND} ${account} ${organ}`;
    const parts = { ask: link.ask, drafts, key, kind: KIND, organ, newOp, wait };
    return createEntry<NumberCopy, CopyRow>(parts);
  });
  useOpened(entry);
  const phase = entry.phase.value;
  if (phase.kind === "opening") return <p role="status">{t.app.loading}</p>;
  return (
    <>
      <CopySheet key={entry.sheet.value} entry={entry} organ={organ} />
      {phase.kind === "done" && (
        <NumberPanel
          title={n.copies.done}
          label={t.number.out}
          number={phase.result.symbol || String(phase.result.number)}
          day={phase.result.issued_date}
          instruction={n.copies.write}
          button={n.copies.written}
          warnings={[]}
          onSeen={() => void entry.finish().then(onTaken)}
        />
      )}
    </>
  );
}

interface BodyProps {
  readonly found: ReturnType<typeof createResource<CopyPage>>;
  readonly year: number;
}

function Body({ found, year }: BodyProps) {
  const { value, fault } = found.state.value;
  if (!value && fault) return <ProblemBox problem={fault} onAgain={() => void found.load()} />;
  if (!value) return <p role="status">{t.app.loading}</p>;
  if (value.rows.length === 0) return <p>{n.copies.none(year)}</p>;
  return (
    <ol class="rows">
      {value.rows.map((row) => (
        <li key={row.id} class="unlinked">
          <p class="row-number">
            <strong>{row.number}</strong>
            <span class="row-day">{showDay(row.issued_date)}</span>
          </p>
          <div>
            <strong>{row.subject}</strong>
            <p class="meta">
              {row.symbol} · {COPY_NAMES[row.kind] ?? row.kind} {row.source_symbol} ·{" "}
              {n.copies.made(row.copies)}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
