import { useState } from "preact/hooks";
import { makeSlip } from "../../domain/slip.ts";
import { mend } from "../../domain/text.ts";
import type { SlipDevice } from "../../domain/wire.gen.ts";
import { n } from "../number_text.ts";
import { mayDo } from "../rights.ts";
import { t } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import type { HeldProps } from "./held.ts";
import { ReasonDialog } from "./reason_dialog.tsx";
import { TextField } from "./text_field.tsx";

const SLIPS_SHOWN_MAX = 5;

/** Devices that write slips, and the slips that have not come in. */
export function HeldDevices({ holding, roles, give }: HeldProps) {
  const [naming, setNaming] = useState(false);
  const [lost, setLost] = useState<SlipDevice | null>(null);
  const { devices, standing } = holding;
  const codes = mayDo(roles, "codeDevice") && standing === "owner";
  const loses = mayDo(roles, "loseDevice") && standing === "owner";
  return (
    <section>
      <h2>{n.devices.title}</h2>
      {devices.length === 0 && <p>{n.devices.none}</p>}
      <ul class="rows">
        {devices.map((device) => (
          <DeviceItem
            key={device.code}
            device={device}
            onLost={loses ? () => setLost(device) : null}
          />
        ))}
      </ul>
      {codes && (
        <div class="row actions">
          <button type="button" onClick={() => setNaming(true)}>
            {n.devices.code}
          </button>
        </div>
      )}
      {naming && (
        <NameDialog
          onName={(name) => {
            setNaming(false);
            void give("device.code", { name });
          }}
          onCancel={() => setNaming(false)}
        />
      )}
      {lost && (
        <ReasonDialog
          title={n.devices.loseNamed(lost.name)}
          text={n.devices.loseText}
          button={n.devices.lose}
          onReason={(reason) => {
            setLost(null);
            void give("device.lose", { code: lost.code, reason });
          }}
          onCancel={() => setLost(null)}
        />
      )}
    </section>
  );
}

interface DeviceItemProps {
  readonly device: SlipDevice;
  /** null: not for this person. */
  readonly onLost: (() => void) | null;
}

function DeviceItem({ device, onLost }: DeviceItemProps) {
  const { code, name, seen, lost } = device;
  return (
    <li class="acted">
      <div>
        <strong>{name}</strong>
        <p class="meta">
          T-{code} · {n.devices.seen(seen)}
        </p>
      </div>
      <Missing device={device} />
      {lost || !onLost ? (
        <span>{lost && n.devices.lost}</span>
      ) : (
        <button type="button" aria-label={n.devices.loseNamed(name)} onClick={onLost}>
          {n.devices.lose}
        </button>
      )}
    </li>
  );
}

function Missing({ device: { code, missing } }: { readonly device: SlipDevice }) {
  if (missing.length === 0) return <span>{n.devices.complete}</span>;
  return (
    <span class="strong">
      {n.devices.missing(missing.length)}{" "}
      {missing.slice(0, SLIPS_SHOWN_MAX).map((counter) => (
        <span key={counter} class="slip">
          {makeSlip({ device: code, counter }) ?? counter}{" "}
        </span>
      ))}
      {missing.length > SLIPS_SHOWN_MAX && "…"}
    </span>
  );
}

interface NameDialogProps {
  readonly onName: (name: string) => void;
  readonly onCancel: () => void;
}

function NameDialog({ onName, onCancel }: NameDialogProps) {
  const [name, setName] = useState("");
  const [fault, setFault] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    const mended = mend(name);
    if (mended === "") setFault(n.devices.nameNeeded);
    else onName(mended);
  };
  return (
    <Dialog title={n.devices.codeTitle} onClose={onCancel}>
      <form noValidate onSubmit={submit}>
        <TextField
          name="device-name"
          label={n.devices.name}
          hint={n.devices.nameHint}
          fault={fault}
          required
          onEdit={setName}
        />
        <div class="row">
          <button type="submit" class="main">
            {n.devices.give}
          </button>
          <button type="button" onClick={onCancel}>
            {t.app.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
