import { useState } from "preact/hooks";
import { showMoment } from "../../domain/moments.ts";
import type { Asked, Registered, StrayRow } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { a } from "../asked_text.ts";
import { n } from "../number_text.ts";
import { mayDo, mayOpen } from "../rights.ts";
import { t } from "../text.ts";
import { AskedSlip } from "./asked_slip.tsx";
import type { HeldProps } from "./held.ts";
import { NumberPanel } from "./number_panel.tsx";

/** Mục lạc: entries of the machine that lost the registers; a person brings each of them in. */
export function HeldStrays({ holding, roles, steps, reload }: HeldProps) {
  const [done, setDone] = useState<Registered | Asked | null>(null);
  const { strays, standing } = holding;
  // What an entry is about is none of an administrator's business (R-SEC-11).
  if (strays.length === 0 || !mayOpen(roles, "tinh-trang-so")) return null;
  const settle = async (origin: string) => {
    const outcome = await steps.run<Registered | Asked>("stray.settle", { origin });
    if (outcome?.kind === "accepted") setDone(outcome.data);
    await reload();
  };
  return (
    <section>
      <h2>{n.strays.title}</h2>
      <p>{n.strays.about}</p>
      <ul class="rows">
        {strays.map((stray) => (
          <li key={stray.origin} class="acted">
            <StrayText stray={stray} />
            <span>{becomes(stray)}</span>
            {stray.settled_as === null && mayDo(roles, "keep") && standing === "owner" ? (
              <button
                type="button"
                disabled={steps.running.value !== null}
                aria-label={n.strays.settleNamed(stray.number)}
                onClick={() => void settle(stray.origin)}
              >
                {n.strays.settle}
              </button>
            ) : (
              <span />
            )}
          </li>
        ))}
      </ul>
      {done && "slip" in done && <AskedSlip asked={done} onSeen={() => setDone(null)} />}
      {done && !("slip" in done) && (
        <NumberPanel
          title={t.number.title}
          label={done.book === "den" ? t.number.in : t.number.out}
          number={String(done.number)}
          day={done.arrival_date}
          instruction={n.strays.done}
          button={t.number.stamped}
          warnings={done.warnings}
          onSeen={() => setDone(null)}
        />
      )}
    </section>
  );
}

/** What became of an entry, or what will. */
function becomes({ number, settled_as: settled, same_number: same }: StrayRow): string {
  if (settled !== null) return n.strays.settled(settled);
  if (number === 0) return "";
  return same ? n.strays.same : n.strays.other;
}

function StrayText({ stray }: { readonly stray: StrayRow }) {
  const { subject, book, year, number, at } = stray;
  return (
    <div>
      <strong>{subject || n.strays.noSubject}</strong>
      <p class="meta">
        {number === 0 ? a.stray : n.strays.line(book, year, number)} · {showMoment(at, todayHere())}
      </p>
    </div>
  );
}
