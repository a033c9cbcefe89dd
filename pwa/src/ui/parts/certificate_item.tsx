import { useState } from "preact/hooks";
import type { CertificateRef, PersonRef } from "../../domain/wire.gen.ts";
import { o } from "../office_text.ts";
import { SelectField } from "./select_field.tsx";

const NOBODY = "-"; // no account is named so, and "" is the seal

interface CertificateItemProps {
  readonly certificate: CertificateRef;
  readonly leaders: readonly PersonRef[];
  readonly nameOf: (holder: string) => string;
  readonly busy: boolean;
  /** "" binds it to the organ's seal. */
  readonly onBind: (account: string) => void;
}

/** One certificate: whose it is, where it lies, whom it signs for. */
export function CertificateItem(props: CertificateItemProps) {
  const { certificate, leaders, nameOf, busy, onBind } = props;
  const { serial, subject, agent, test_key: isTest, holders } = certificate;
  const [account, setAccount] = useState(NOBODY);
  const [fault, setFault] = useState("");
  return (
    <li class="acted">
      <div>
        <strong>{subject}</strong>{" "}
        {isTest && <span class="test-key">{o.certificates.testKey}</span>}
        <p class="meta">
          {o.certificates.agent}: {agent} · {o.certificates.serial}: {serial}
        </p>
        <p>
          {o.certificates.holders}:{" "}
          <strong>{holders.map(nameOf).join(", ") || o.certificates.unbound}</strong>
        </p>
      </div>
      <SelectField
        name={`holder-${serial}`}
        label={o.certificates.bindTo}
        options={[
          { value: NOBODY, name: o.certificates.choose },
          { value: "", name: o.certificates.seal },
          ...leaders.map((leader) => ({ value: leader.account, name: leader.name })),
        ]}
        value={account}
        onPick={(picked) => {
          setAccount(picked);
          setFault("");
        }}
        fault={fault}
      />
      <button
        type="button"
        disabled={busy}
        aria-label={o.certificates.bindNamed(subject)}
        onClick={() =>
          account === NOBODY ? setFault(o.certificates.chooseFirst) : onBind(account)
        }
      >
        {o.certificates.bind}
      </button>
    </li>
  );
}
