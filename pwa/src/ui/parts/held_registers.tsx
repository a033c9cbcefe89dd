import { useState } from "preact/hooks";
import { writeKey } from "../../domain/reentry_form.ts";
import type { RegisterState } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { address } from "../../state/route.ts";
import { isUnsure } from "../holder_text.ts";
import { n } from "../number_text.ts";
import { mayDo, mayOpen } from "../rights.ts";
import { CloseYear } from "./close_year.tsx";
import type { HeldProps } from "./held.ts";
import { YearOpening } from "./open_year.tsx";
import { ReasonDialog } from "./reason_dialog.tsx";

const COUNTS = ["issued", "void", "leased", "content_lost"] as const;

/** The registers, newest first, with what became of their numbers and what may be done. */
export function HeldRegisters(props: HeldProps) {
  const { holding, organ, roles, give } = props;
  const [closing, setClosing] = useState<RegisterState | null>(null);
  const [withdrawn, setWithdrawn] = useState<RegisterState | null>(null);
  const { registers, standing } = holding;
  const keeps = mayDo(roles, "keep") && standing === "owner";
  const close = ({ book, year }: RegisterState, paper: number) => {
    setClosing(null);
    void give("register.close", { book, year, paper });
  };
  const withdraw = ({ book, year }: RegisterState, reason: string) => {
    setWithdrawn(null);
    void give("register.withdraw", { book, year, reason });
  };
  return (
    <section>
      <h2>{n.holding.registers}</h2>
      {registers.length === 0 && <p>{n.holding.noRegisters}</p>}
      <ul class="rows">
        {registers.map((register) => (
          <li key={`${register.book} ${register.year}`} class="acted">
            <Counted register={register} owned={standing === "owner" && !isUnsure()} />
            <span>{n.holding.statuses[register.status]}</span>
            <div class="row">
              {mayOpen(roles, "tinh-trang-so") && <See register={register} organ={organ} />}
              {keeps && <Ends register={register} onClose={setClosing} onWithdraw={setWithdrawn} />}
            </div>
          </li>
        ))}
      </ul>
      {keeps && <NewYears {...props} />}
      {closing && (
        <CloseYear
          register={closing}
          onYes={(paper) => close(closing, paper)}
          onNo={() => setClosing(null)}
        />
      )}
      {withdrawn && (
        <ReasonDialog
          title={n.holding.withdrawTitle(withdrawn.book, withdrawn.year)}
          text={n.holding.withdrawText}
          button={n.holding.withdraw}
          onReason={(reason) => withdraw(withdrawn, reason)}
          onCancel={() => setWithdrawn(null)}
        />
      )}
    </section>
  );
}

interface EndsProps {
  readonly register: RegisterState;
  readonly onClose: (register: RegisterState) => void;
  readonly onWithdraw: (register: RegisterState) => void;
}

/** How a book may end now: closed once its year is over, or withdrawn where it was too early. */
function Ends({ register, onClose, onWithdraw }: EndsProps) {
  return (
    <>
      {register.status === "closing" && register.year < thisYear() && (
        <button type="button" onClick={() => onClose(register)}>
          {n.holding.close}
        </button>
      )}
      {isEarly(register) && (
        <button type="button" onClick={() => onWithdraw(register)}>
          {n.holding.withdraw}
        </button>
      )}
    </>
  );
}

/** A book of a year that has not come, still empty: opened by mistake. */
function isEarly({ mark, year }: RegisterState): boolean {
  return mark === 0 && year > thisYear();
}

function thisYear(): number {
  return Number(todayHere().slice(0, 4));
}

interface CountedProps {
  readonly register: RegisterState;
  readonly owned: boolean;
}

function Counted({ register, owned }: CountedProps) {
  const { book, year, mark, owner } = register;
  const held = owned ? n.holding.held : n.holding.heldThere;
  return (
    <div>
      <strong>
        {owner === "province" ? n.holding.province(book, year) : held(book, year, mark)}
      </strong>
      <p class="meta">
        {COUNTS.map((count) => `${n.holding[count]}: ${register[count]}`).join(" · ")}
        {register.epoch > 1 && ` · ${n.holding.epoch(register.epoch)}`}
      </p>
    </div>
  );
}

interface SeeProps {
  readonly register: RegisterState;
  readonly organ: string;
}

function See({ register: { book, year }, organ }: SeeProps) {
  return (
    <a
      class="button"
      href={address(organ, "tinh-trang-so", writeKey({ book, year, number: 0 }))}
      aria-label={n.holding.seeNamed(book, year)}
    >
      {n.holding.see}
    </a>
  );
}

/** Books that have none of this year yet; nothing is offered for a year that has not come. */
function NewYears({ holding, organ, reload }: HeldProps) {
  const today = todayHere();
  const year = thisYear();
  const books = [...new Set(holding.registers.map(({ book }) => book))];
  const behind = books.filter(
    (book) => !holding.registers.some((one) => one.book === book && one.year >= year),
  );
  if (behind.length === 0) return null;
  return (
    <div class="row actions">
      {behind.map((book) => (
        <YearOpening
          key={book}
          organ={organ}
          book={book}
          today={today}
          label={n.holding.openYear(book, year)}
          onOpened={() => void reload()}
        />
      ))}
    </div>
  );
}
