import { showMoment } from "../../domain/moments.ts";
import type { HistoryLine } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { t } from "../text.ts";

/** Who did what and when (NĐ 30/2020 Phụ lục VI III.5.a). */
export function History({ lines }: { readonly lines: readonly HistoryLine[] }) {
  const today = todayHere();
  return (
    <ol class="history">
      {lines.map((line) => (
        <li key={`${line.at} ${line.kind} ${line.text}`}>
          <time dateTime={line.at}>{showMoment(line.at, today)}</time>{" "}
          <strong>{line.actor || t.detail.node}</strong> {line.text}
        </li>
      ))}
    </ol>
  );
}
