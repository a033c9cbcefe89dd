import { showDay } from "../../domain/dates.ts";
import { type IncomingRow, SOURCE_NAMES } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { address } from "../../state/route.ts";
import { originTexts, STATE_ICONS, stateText, titleOf } from "../row_text.ts";
import { t } from "../text.ts";
import { PlaceLine } from "./place_line.tsx";
import { UrgencyMark } from "./urgency_mark.tsx";

interface IncomingRowsProps {
  readonly rows: readonly IncomingRow[];
  readonly organ: string;
}

/** The register as a list: number first, then what it is about, then where it stands. */
export function IncomingRows({ rows, organ }: IncomingRowsProps) {
  return (
    <ol class="rows">
      {rows.map((row) => (
        <li key={row.id} class={row.state === "void" ? "struck" : ""}>
          <p class="row-number">
            <span class="unseen">{t.list.number} </span>
            <strong>{row.number}</strong>
            <span class="row-day">{showDay(row.arrival_date)}</span>
          </p>
          <div class="row-main">
            <a href={address(organ, "den", row.id)}>{titleOf(row)}</a>
            <p class="meta">
              <UrgencyMark urgency={row.urgency} /> {described(row)}
            </p>
            <Fate row={row} />
          </div>
          <div class="row-end">
            <PlaceLine place={row.place} />
            <span class="meta">
              {row.content_removed ? t.list.removed : filesOf(row)}
              {row.due_date && ` · ${t.list.due(showDay(row.due_date))}`}
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What became of the number, where it is not plainly issued. */
function Fate({ row }: { readonly row: IncomingRow }) {
  const state = stateText(row);
  const origin = originTexts(row, todayHere());
  return (
    <>
      {state && (
        <p class="strong">
          <span aria-hidden="true">{STATE_ICONS[row.state]} </span>
          {state}
        </p>
      )}
      {origin.length > 0 && <p class="meta">{origin.join(" · ")}</p>}
    </>
  );
}

function described(row: IncomingRow): string {
  const issued = row.issued_date ? showDay(row.issued_date) : "";
  const source = row.source === "giay" ? "" : (SOURCE_NAMES[row.source] ?? row.source);
  return [row.organ_name, row.symbol || t.list.noSymbol, issued, row.type_name, source]
    .filter((part) => part !== "")
    .join(" · ");
}

function filesOf(row: IncomingRow): string {
  return row.files === 0 ? t.list.noFiles : t.list.files(row.files);
}
