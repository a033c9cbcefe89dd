import { useMemo } from "preact/hooks";
import { readKey, writeKey } from "../../domain/reentry_form.ts";
import { BOOK_NAMES, NUMBER_STATE_NAMES } from "../../domain/wire.gen.ts";
import { link, newOp, wait } from "../../state/app.ts";
import { createNumberList, type NumberList } from "../../state/number_list.ts";
import { address } from "../../state/route.ts";
import { createSteps } from "../../state/steps.ts";
import { useBeat } from "../beat.ts";
import { n } from "../number_text.ts";
import { Heading } from "../parts/heading.tsx";
import { NumberLines } from "../parts/number_lines.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { SelectField } from "../parts/select_field.tsx";
import { StepLine } from "../parts/step_line.tsx";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const CHOICES = [
  { value: "", name: n.numbers.notable },
  ...Object.entries(NUMBER_STATE_NAMES).map(([value, name]) => ({ value, name })),
];

/** Tình trạng số: each number of a register that is not plainly issued, and what may be done. */
export function Numbers({ membership, id }: ScreenProps) {
  const organ = membership.organ.id;
  const key = readKey(id);
  if (!key)
    return (
      <>
        <Heading title={t.screens["tinh-trang-so"]} />
        <p>{n.numbers.unknownRegister}</p>
        <p>
          <a class="button" href={address(organ, "giu-so")}>
            {n.numbers.toHolding}
          </a>
        </p>
      </>
    );
  const { book, year } = key;
  return (
    <>
      <Heading title={`${t.screens["tinh-trang-so"]} – ${BOOK_NAMES[book] ?? book} ${year}`} />
      <Body key={writeKey(key)} organ={organ} book={book} year={year} roles={membership.roles} />
    </>
  );
}

interface BodyProps {
  readonly organ: string;
  readonly book: string;
  readonly year: number;
  readonly roles: readonly string[];
}

function Body({ organ, book, year, roles }: BodyProps) {
  const list = useMemo(() => {
    const place = [organ, "numbers", book, year].map(encodeURIComponent).join("/");
    return createNumberList(link.ask, `/api/organs/${place}`);
  }, [organ, book, year]);
  const steps = useMemo(() => createSteps({ ask: link.ask, organ, newOp, wait }), [organ]);
  useBeat(list.refresh);
  const { register, fault } = list.state.value;
  if (!register && fault) return <ProblemBox problem={fault} onAgain={() => void list.refresh()} />;
  if (!register) return <p role="status">{t.app.loading}</p>;
  return (
    <>
      <p class="holder">
        {n.holding.heldThere(book, year, register.mark)} ·{" "}
        {(["issued", "void", "leased", "content_lost"] as const)
          .map((count) => `${n.holding[count]}: ${register[count]}`)
          .join(" · ")}
      </p>
      <div class="search-bar">
        <SelectField
          name="number-state"
          label={n.numbers.filter}
          options={CHOICES}
          value={list.chosen.value}
          onPick={(state) => void list.choose(state)}
        />
      </div>
      <StepLine steps={steps} />
      <div class="held">
        <Found list={list} organ={organ} roles={roles} steps={steps} register={register} />
      </div>
    </>
  );
}

type FoundProps = Omit<Parameters<typeof NumberLines>[0], "rows" | "onDone"> & {
  readonly list: NumberList;
};

function Found({ list, ...lines }: FoundProps) {
  const { rows, nextBefore, loading } = list.state.value;
  if (rows.length === 0)
    return (
      <p class="empty" role="status">
        {list.chosen.value === "" ? n.numbers.none : n.numbers.noneOf}
      </p>
    );
  return (
    <>
      <NumberLines {...lines} rows={rows} onDone={() => void list.refresh()} />
      <div class="list-end">
        {nextBefore !== null && (
          <button type="button" disabled={loading} onClick={() => void list.more()}>
            {t.list.more}
          </button>
        )}
      </div>
    </>
  );
}
