import { showMoment } from "../../domain/moments.ts";
import { todayHere } from "../../state/app.ts";
import { n } from "../number_text.ts";
import type { HeldProps } from "./held.ts";

/** Who took the registers over, why, and whether the province approved it. */
export function HeldTakeOvers({ holding }: HeldProps) {
  const today = todayHere();
  return (
    <section>
      <h2>{n.takeOvers.title}</h2>
      {holding.take_overs.length === 0 && <p>{n.takeOvers.none}</p>}
      <ol class="history">
        {holding.take_overs.map(({ epoch, at, reason, clerk, leader, ratified_at: ratified }) => (
          <li key={epoch}>
            <strong>{n.takeOvers.line(epoch, showMoment(at, today))}</strong>
            <p>{reason}</p>
            <p class="meta">{n.takeOvers.people(clerk, leader)}</p>
            <p>
              <span aria-hidden="true">{ratified === null ? "◐ " : "✓ "}</span>
              {ratified === null
                ? n.takeOvers.waiting
                : n.takeOvers.ratified(showMoment(ratified, today))}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
