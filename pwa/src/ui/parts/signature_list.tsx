import { showMoment } from "../../domain/moments.ts";
import { type InboxItem, type SignatureLine, VERDICT_NAMES } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { t } from "../text.ts";
import { Facts } from "./facts.tsx";

/** Kiểm tra ký số, signature by signature, each with its reasons (R-IN-03). */
export function SignatureList({ item }: { readonly item: InboxItem }) {
  if (item.checked_at === null) return <p>{t.inbox.notChecked}</p>;
  if (item.signatures.length === 0) return <p>{t.inbox.noSignatures}</p>;
  return (
    <ul class="plain">
      {item.signatures.map((line) => (
        <Signature key={`${line.field} ${line.signer} ${line.signed_at}`} line={line} />
      ))}
    </ul>
  );
}

function Signature({ line }: { readonly line: SignatureLine }) {
  const today = todayHere();
  const roles: Readonly<Record<string, string>> = t.inbox.roles;
  const good = line.verdict === "hop_le" || line.verdict === "hop_le_co_them";
  return (
    <li class="signature">
      <p class="strong">
        <span aria-hidden="true">{good ? "✓ " : "! "}</span>
        {VERDICT_NAMES[line.verdict] ?? line.verdict}
      </p>
      <Facts
        facts={[
          [
            t.inbox.signature,
            [line.signer, roles[line.role] ?? line.role].filter(Boolean).join(" – "),
          ],
          [t.inbox.signedAt, line.signed_at ? showMoment(line.signed_at, today) : t.app.unknown],
        ]}
      />
      <ul>
        {line.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </li>
  );
}
