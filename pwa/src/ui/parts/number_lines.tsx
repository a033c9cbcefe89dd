import { showMoment } from "../../domain/moments.ts";
import { writeKey } from "../../domain/reentry_form.ts";
import { NUMBER_STATE_NAMES, type NumberRow, type RegisterState } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { address } from "../../state/route.ts";
import type { Steps } from "../../state/steps.ts";
import { n } from "../number_text.ts";
import { mayDo } from "../rights.ts";
import { STATE_ICONS } from "../row_text.ts";
import { VoidNumber } from "./void_number.tsx";

interface NumberLinesProps {
  readonly rows: readonly NumberRow[];
  readonly register: RegisterState;
  readonly organ: string;
  readonly roles: readonly string[];
  readonly steps: Steps;
  readonly onDone: () => void;
}

/** Numbers with their state, why, by whom, and the ways on. */
export function NumberLines({ rows, ...line }: NumberLinesProps) {
  return (
    <ol class="rows">
      {rows.map((row) => (
        <li key={row.number} class={row.state === "void" ? "acted struck" : "acted"}>
          <Told row={row} />
          <span class="strong">
            <span aria-hidden="true">{STATE_ICONS[row.state]} </span>
            {NUMBER_STATE_NAMES[row.state] ?? row.state}
          </span>
          <Acts row={row} {...line} />
        </li>
      ))}
    </ol>
  );
}

function Told({ row }: { readonly row: NumberRow }) {
  const today = todayHere();
  const { number, subject, symbol, text, reason, changed_at: at, changed_by: by } = row;
  const about = [symbol, row.content_removed ? n.numbers.removed : subject];
  return (
    <div>
      <p class="row-number">
        <span class="unseen">{n.numbers.number} </span>
        <strong>{number}</strong>
      </p>
      <p class="strong">{about.filter((part) => part !== "").join(" · ")}</p>
      <p>{text}</p>
      {reason !== "" && !text.includes(reason) && <p>{reason}</p>}
      {at !== "" && <p class="meta">{n.numbers.by(by, showMoment(at, today))}</p>}
    </div>
  );
}

type ActsProps = Omit<NumberLinesProps, "rows"> & { readonly row: NumberRow };

function Acts({ row, register, organ, roles, steps, onDone }: ActsProps) {
  const { book, year, status } = register;
  const { number, state, document } = row;
  const here = status !== "closed"; // whoever gives the numbers: the entries are ours
  const key = { book, year, number };
  const screen = book === "di" ? "di" : "den";
  return (
    <div class="row">
      {document !== "" && book !== "sao" && (
        <a
          class="button"
          href={address(organ, screen, document)}
          aria-label={n.numbers.openNamed(number)}
        >
          {n.numbers.open}
        </a>
      )}
      {here && mayDo(roles, "keep") && state === "content_lost" && book !== "sao" && (
        <a
          class="button main"
          href={address(organ, "nhap-lai", writeKey(key))}
          aria-label={n.numbers.reenterNamed(number)}
        >
          {n.numbers.reenter}
        </a>
      )}
      {here && mayDo(roles, "void") && isVoidable(row) && (
        <VoidNumber steps={steps} number={key} onDone={onDone} />
      )}
    </div>
  );
}

/** A number that has an entry or had one, or that the province passed over. */
function isVoidable({ state, passed_over: passedOver }: NumberRow): boolean {
  return state === "issued" || state === "content_lost" || passedOver;
}
