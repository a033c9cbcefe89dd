import { showMoment } from "../../domain/moments.ts";
import type { SigningState } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { t } from "../text.ts";

const ICONS = { waiting: "◐", asked: "?", signed: "✓", refused: "!", failed: "!" } as const;

/** Where each signature stands, told as it changes. */
export function SigningLines({ lines }: { readonly lines: readonly SigningState[] }) {
  const today = todayHere();
  if (lines.length === 0) return null;
  return (
    <section>
      <h2>{t.out.signing}</h2>
      <ul class="plain" aria-live="polite">
        {lines.map((line) => (
          <li key={line.job} class={`signing ${line.state}`}>
            <span aria-hidden="true">{ICONS[line.state]} </span>
            {t.out.signingRoles[line.role]}: <strong>{t.out.signingStates[line.state]}</strong>
            {line.agent && ` · ${line.agent}`}
            {line.at && ` · ${showMoment(line.at, today)}`}
            {line.reason && <p>{line.reason}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
