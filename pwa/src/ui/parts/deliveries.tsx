import { showMoment } from "../../domain/moments.ts";
import { type Delivery, EXCHANGE_STATUS_NAMES } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { t } from "../text.ts";

const OWN_STATUS: Readonly<Record<string, string>> = {
  "": t.out.notSent,
  waiting: t.out.waitingSend,
  sent: t.out.sentHub,
};

/** Each receiver with its last status; a paper receiver says that it is one. */
export function Deliveries({ deliveries }: { readonly deliveries: readonly Delivery[] }) {
  const today = todayHere();
  if (deliveries.length === 0) return null;
  return (
    <section>
      <h2>{t.out.deliveries}</h2>
      <ul class="plain">
        {deliveries.map((delivery) => (
          <li key={`${delivery.organ} ${delivery.name}`} class="file-line">
            <span class="file-name">
              {delivery.name}
              {delivery.organ === "" && ` (${t.out.paper})`}
            </span>
            <span class="meta">
              <strong>{statusOf(delivery)}</strong>
              {delivery.at && ` · ${showMoment(delivery.at, today)}`}
              {delivery.text && ` · ${delivery.text}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function statusOf({ status, organ }: Delivery): string {
  if (organ === "" && status === "") return t.out.paper;
  return OWN_STATUS[status] ?? EXCHANGE_STATUS_NAMES[status] ?? status;
}
