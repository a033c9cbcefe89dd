import { showDay } from "../../domain/dates.ts";
import type { IncomingRow } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { address } from "../../state/route.ts";
import { fateTexts } from "../row_text.ts";
import { t } from "../text.ts";

interface BookTableProps {
  readonly rows: readonly IncomingRow[];
  readonly organ: string;
}

/**
 * Chế độ Sổ: the ten columns of the bound register in their order (NĐ 30/2020 Phụ lục IV).
 * Ngày chuyển and Ký nhận are signed on paper and stay empty here.
 */
export function BookTable({ rows, organ }: BookTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section class="book" tabIndex={0} aria-label={t.list.bookRegion}>
      <table>
        <caption>{t.list.bookTitle}</caption>
        <thead>
          <tr>
            {t.list.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BookRow key={row.id} row={row} organ={organ} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function BookRow({ row, organ }: { readonly row: IncomingRow; readonly organ: string }) {
  const notes = [
    ...fateTexts(row, todayHere()),
    row.content_removed ? t.list.removed : "",
    row.description,
  ];
  return (
    <tr class={row.state === "void" ? "struck" : ""}>
      <td>{showDay(row.arrival_date)}</td>
      <th scope="row" class="book-number">
        <a href={address(organ, "den", row.id)}>{row.number}</a>
      </th>
      <td class="book-name">{row.organ_name}</td>
      <td>{row.symbol}</td>
      <td>{row.issued_date ? showDay(row.issued_date) : ""}</td>
      <td class="book-subject">
        {row.type_name && <strong>{row.type_name}. </strong>}
        {row.subject}
      </td>
      <td class="book-name">{row.to_places}</td>
      <td />
      <td />
      <td>{notes.filter((note) => note !== "").join(". ")}</td>
    </tr>
  );
}
