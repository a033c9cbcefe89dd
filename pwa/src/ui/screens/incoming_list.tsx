import { useMemo, useRef, useState } from "preact/hooks";
import { link, pulse } from "../../state/app.ts";
import { createIncomingList, type IncomingList as List } from "../../state/incoming.ts";
import { address } from "../../state/route.ts";
import { useBeat } from "../beat.ts";
import { holderText } from "../holder_text.ts";
import { AskedList } from "../parts/asked_list.tsx";
import { BookTable } from "../parts/book_table.tsx";
import { Heading } from "../parts/heading.tsx";
import { IncomingRows } from "../parts/incoming_rows.tsx";
import { PrintBook } from "../parts/print_book.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { SearchField } from "../parts/search_field.tsx";
import { mayOpen } from "../rights.ts";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

const SEARCH_WAIT_MS = 200; // a pause between words, not between letters
const BOOK_SWITCH = "vanthu.che-do-so";

/** Văn bản đến: the register, newest first, as rows or as the bound book. */
export function IncomingList({ membership }: ScreenProps) {
  const organ = membership.organ.id;
  const list = useMemo(() => createIncomingList(link.ask, organ), [organ]);
  const [book, setBook] = useState(localStorage.getItem(BOOK_SWITCH) === "1");
  useBeat(list.refresh);

  const choose = (on: boolean) => {
    localStorage.setItem(BOOK_SWITCH, on ? "1" : "0");
    setBook(on);
  };
  return (
    <>
      <Heading title={t.screens.den}>
        {mayOpen(membership.roles, "vao-so") && (
          <a class="button main" href={address(organ, "vao-so")}>
            {t.list.register} <kbd>F2</kbd>
          </a>
        )}
      </Heading>
      <Holder organ={organ} book={book} />
      <AskedList organ={organ} book="den" roles={membership.roles} />
      <SearchBar list={list} book={book} onBook={choose} />
      {book && <PrintBook organ={organ} book="den" year={list.filter.value.year} />}
      <Body list={list} book={book} organ={organ} />
    </>
  );
}

interface HolderProps {
  readonly organ: string;
  readonly book: boolean;
}

/** Who holds the register; in Chế độ Sổ also the way to its numbers. */
function Holder({ organ, book: asBook }: HolderProps) {
  const registers = pulse.state.value?.registers ?? [];
  return (
    <>
      {registers
        .filter(({ book }) => book === "den")
        .map((register) => (
          <p key={register.year} class="holder">
            {holderText(register)}{" "}
            {asBook && (
              <a class="button" href={address(organ, "tinh-trang-so", `den-${register.year}`)}>
                {t.list.numbers} <span class="unseen">{register.year}</span>
              </a>
            )}
          </p>
        ))}
    </>
  );
}

interface SearchBarProps {
  readonly list: List;
  readonly book: boolean;
  readonly onBook: (on: boolean) => void;
}

function SearchBar({ list, book, onBook }: SearchBarProps) {
  const timer = useRef(0);
  const onTyped = (typed: string) => {
    clearTimeout(timer.current);
    const wanted = { ...list.filter.value, query: typed.trim() };
    timer.current = window.setTimeout(() => void list.search(wanted), SEARCH_WAIT_MS);
  };
  return (
    <search class="search-bar">
      <SearchField onTyped={onTyped} />
      <YearChoice list={list} />
      <label class="check">
        <input
          type="checkbox"
          checked={book}
          onChange={(event) => onBook(event.currentTarget.checked)}
        />
        {t.list.book}
      </label>
    </search>
  );
}

function YearChoice({ list }: { readonly list: List }) {
  const { year } = list.filter.value;
  const years = (pulse.state.value?.registers ?? [])
    .filter((register) => register.book === "den")
    .map((register) => register.year);
  return (
    <div class="field">
      <label for="nam">{t.list.year}</label>
      <select
        id="nam"
        onChange={(event) =>
          void list.search({ ...list.filter.value, year: Number(event.currentTarget.value) })
        }
      >
        <option value="0">{t.list.everyYear}</option>
        {years.map((one) => (
          <option key={one} value={one} selected={one === year}>
            {one}
          </option>
        ))}
      </select>
    </div>
  );
}

interface BodyProps {
  readonly list: List;
  readonly book: boolean;
  readonly organ: string;
}

function Body({ list, book, organ }: BodyProps) {
  const { rows, total, nextBefore, loading, fault } = list.state.value;
  const { query } = list.filter.value;
  if (rows === null && fault)
    return <ProblemBox problem={fault} onAgain={() => void list.refresh()} />;
  if (rows === null) return <p role="status">{t.app.loading}</p>;
  if (rows.length === 0)
    return (
      <p class="empty" role="status">
        {query ? t.list.notFound(query) : t.list.empty}
      </p>
    );
  return (
    <>
      {fault && fault !== "silent" && <ProblemBox problem={fault} />}
      {book ? <BookTable rows={rows} organ={organ} /> : <IncomingRows rows={rows} organ={organ} />}
      <div class="list-end">
        <p role="status">{t.list.total(rows.length, total)}</p>
        {nextBefore !== null && (
          <button type="button" disabled={loading} onClick={() => void list.more()}>
            {t.list.more}
          </button>
        )}
      </div>
    </>
  );
}
