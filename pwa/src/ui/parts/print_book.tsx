import { pulse } from "../../state/app.ts";
import { t } from "../text.ts";

interface PrintBookProps {
  readonly organ: string;
  readonly book: "den" | "di";
  readonly year?: number;
}

const COPY_MAX = 99; // the node's limit

/** In sổ: opens the printed register of a year (the newest if none is given) in a tab of its own. */
export function PrintBook({ organ, book, year = 0 }: PrintBookProps) {
  const register = (pulse.state.value?.registers ?? []).find(
    (one) => one.book === book && (year === 0 || one.year === year),
  );
  if (!register || register.mark === 0) return null;
  const place = `/api/organs/${encodeURIComponent(organ)}/registers/${book}/${register.year}/print`;
  return (
    <details>
      <summary>{t.print.title(register.year)}</summary>
      <p class="hint">{t.print.hint}</p>
      <form action={place} target="_blank" rel="noopener" class="search-bar print-bar">
        <PrintField name="from" label={t.print.from} most={register.mark} />
        <PrintField name="to" label={t.print.to} most={register.mark} />
        <PrintField name="copy" label={t.print.copy} most={COPY_MAX} />
        <button type="submit">
          {t.print.open}
          <span class="unseen"> {t.out.newTab}</span>
        </button>
      </form>
    </details>
  );
}

interface PrintFieldProps {
  readonly name: string;
  readonly label: string;
  readonly most: number;
}

function PrintField({ name, label, most }: PrintFieldProps) {
  const id = `in-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} name={name} type="number" inputMode="numeric" min="1" max={most} />
    </div>
  );
}
