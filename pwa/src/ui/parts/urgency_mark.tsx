import { URGENCY_NAMES } from "../../domain/wire.gen.ts";

/** The urgency stamp, as on paper; nothing for an ordinary document. */
export function UrgencyMark({ urgency }: { readonly urgency: number }) {
  if (urgency === 0) return null;
  const name = URGENCY_NAMES[String(urgency)] ?? String(urgency);
  return <span class="urgent">{name.toLocaleUpperCase("vi")}</span>;
}
