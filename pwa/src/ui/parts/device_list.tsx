import { useState } from "preact/hooks";
import { showMoment } from "../../domain/moments.ts";
import type { DeviceRow, Devices, RevokeDevice } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { device } from "../../state/this_device.ts";
import { d } from "../device_text.ts";
import { RevokeDialog } from "./revoke_dialog.tsx";

interface DeviceListProps {
  readonly found: Devices;
  readonly onRevoke: (wanted: RevokeDevice, name: string) => void;
}

/** The devices that the node knows, newest first, and the way to put one out. */
export function DeviceList({ found: { devices }, onRevoke }: DeviceListProps) {
  const [out, setOut] = useState<DeviceRow | null>(null);
  return (
    <section>
      <h2>{d.list.title}</h2>
      {devices.length === 0 ? (
        <p>{d.list.none}</p>
      ) : (
        <ul class="rows">
          {devices.map((row) => (
            <DeviceItem key={row.id} row={row} onOut={() => setOut(row)} />
          ))}
        </ul>
      )}
      {out && (
        <RevokeDialog
          name={out.name}
          onRevoke={(reason, lost) => {
            setOut(null);
            onRevoke({ id: out.id, reason, lost }, out.name);
          }}
          onCancel={() => setOut(null)}
        />
      )}
    </section>
  );
}

function DeviceItem({ row, onOut }: { readonly row: DeviceRow; readonly onOut: () => void }) {
  const here = device.here.value;
  const mine = typeof here === "object" && here.id === row.id;
  const today = todayHere();
  const seen = row.last_seen ? d.list.seen(showMoment(row.last_seen, today)) : d.list.never;
  return (
    <li class="acted">
      <div>
        <strong>{row.name}</strong> {mine && <span class="count">{d.list.mine}</span>}
        <p class="meta">
          {d.list.slips(row.code)} ·{" "}
          {d.list.enrolled(row.enrolled_by, showMoment(row.enrolled_at, today))}
        </p>
        {row.reason && <p class="meta">{row.reason}</p>}
      </div>
      <span>{seen}</span>
      {row.revoked_at ? (
        <span class="strong">
          {(row.lost ? d.list.lost : d.list.revoked)(showMoment(row.revoked_at, today))}
        </span>
      ) : (
        <button type="button" aria-label={d.revoke.named(row.name)} onClick={onOut}>
          {d.revoke.button}
        </button>
      )}
    </li>
  );
}
