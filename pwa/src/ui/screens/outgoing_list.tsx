import { useRef, useState } from "preact/hooks";
import { showDay } from "../../domain/dates.ts";
import { showMoment } from "../../domain/moments.ts";
import {
  OUTGOING_STATE_NAMES,
  type OutgoingPage,
  type OutgoingRow,
} from "../../domain/wire.gen.ts";
import { link, pulse, todayHere } from "../../state/app.ts";
import { createResource, type Resource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { useBeat } from "../beat.ts";
import { holderText } from "../holder_text.ts";
import { AskedList } from "../parts/asked_list.tsx";
import { Heading } from "../parts/heading.tsx";
import { PlaceLine } from "../parts/place_line.tsx";
import { PrintBook } from "../parts/print_book.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { SearchField } from "../parts/search_field.tsx";
import { UrgencyMark } from "../parts/urgency_mark.tsx";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const SEARCH_WAIT_MS = 200;
const PAGE_ROWS = 30;
const VOID = "da_huy";
const ROWS_MAX = 200; // the node's limit for one answer; beyond it the person searches

interface Filter {
  readonly query: string;
  readonly state: string;
  readonly limit: number;
}

/** Văn bản đi: last changed first, by state. */
export function OutgoingList({ membership }: ScreenProps) {
  const organ = membership.organ.id;
  const [filter, setFilter] = useState<Filter>({ query: "", state: "", limit: PAGE_ROWS });
  const [page, setPage] = useState(() => resourceFor(organ, filter));
  useBeat(page.load);
  const choose = (change: Partial<Filter>) => {
    const next = { ...filter, ...change };
    setFilter(next);
    setPage(resourceFor(organ, next));
  };
  return (
    <>
      <Heading title={t.screens.di}>
        <a class="button main" href={address(organ, "soan")}>
          {t.list.draft}
        </a>
      </Heading>
      <Holder />
      <AskedList organ={organ} book="di" roles={membership.roles} />
      <SearchBar filter={filter} onChoose={choose} />
      <PrintBook organ={organ} book="di" />
      <Body page={page} organ={organ} filter={filter} onChoose={choose} />
    </>
  );
}

function resourceFor(organ: string, { query, state, limit }: Filter): Resource<OutgoingPage> {
  const asked = new URLSearchParams({ limit: String(limit) });
  if (query) asked.set("q", query);
  if (state) asked.set("state", state);
  return createResource(link.ask, `/api/organs/${encodeURIComponent(organ)}/outgoing?${asked}`);
}

function Holder() {
  const register = pulse.state.value?.registers.find(({ book }) => book === "di");
  if (!register) return null;
  return <p class="holder">{holderText(register)}</p>;
}

interface ChooseProps {
  readonly filter: Filter;
  readonly onChoose: (change: Partial<Filter>) => void;
}

function SearchBar({ filter, onChoose }: ChooseProps) {
  const timer = useRef(0);
  const onTyped = (typed: string) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => onChoose({ query: typed.trim() }), SEARCH_WAIT_MS);
  };
  return (
    <search class="search-bar">
      <SearchField onTyped={onTyped} />
      <div class="field">
        <label for="trang-thai">{t.out.state}</label>
        <select
          id="trang-thai"
          onChange={(event) => onChoose({ state: event.currentTarget.value })}
        >
          <option value="">{t.out.everyState}</option>
          {Object.entries(OUTGOING_STATE_NAMES).map(([state, name]) => (
            <option key={state} value={state} selected={state === filter.state}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </search>
  );
}

interface BodyProps extends ChooseProps {
  readonly page: Resource<OutgoingPage>;
  readonly organ: string;
}

function Body({ page, organ, filter, onChoose }: BodyProps) {
  const { value, loading, fault } = page.state.value;
  if (!value && fault) return <ProblemBox problem={fault} onAgain={() => void page.load()} />;
  if (!value) return <p role="status">{t.app.loading}</p>;
  if (value.rows.length === 0)
    return (
      <p class="empty" role="status">
        {filter.query ? t.list.notFound(filter.query) : t.out.empty}
      </p>
    );
  const more = value.rows.length < value.total && filter.limit < ROWS_MAX;
  return (
    <>
      <ol class="rows">
        {value.rows.map((row) => (
          <Row key={row.id} row={row} organ={organ} />
        ))}
      </ol>
      <div class="list-end">
        <p role="status">{t.list.total(value.rows.length, value.total)}</p>
        {more && (
          <button
            type="button"
            disabled={loading}
            onClick={() => onChoose({ limit: Math.min(ROWS_MAX, filter.limit + PAGE_ROWS) })}
          >
            {t.list.more}
          </button>
        )}
      </div>
    </>
  );
}

function Row({ row, organ }: { readonly row: OutgoingRow; readonly organ: string }) {
  const today = todayHere();
  const about = [row.symbol, row.type_name, row.signer_name, row.recipients];
  return (
    <li class={row.state === VOID ? "struck" : ""}>
      <p class="row-number">
        {row.number === null ? (
          <span class="row-day">{t.out.notNumbered}</span>
        ) : (
          <>
            <strong>{row.number}</strong>
            <span class="row-day">{row.issued_date ? showDay(row.issued_date) : ""}</span>
          </>
        )}
      </p>
      <div class="row-main">
        <a href={address(organ, "di", row.id)}>{row.subject}</a>
        <p class="meta">
          <UrgencyMark urgency={row.urgency} /> {about.filter((part) => part !== "").join(" · ")}
        </p>
      </div>
      <div class="row-end">
        <span class="strong">{OUTGOING_STATE_NAMES[row.state] ?? row.state}</span>
        <PlaceLine place={row.place} />
        <span class="meta">{t.out.updated(showMoment(row.updated_at, today))}</span>
      </div>
    </li>
  );
}
