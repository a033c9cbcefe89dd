import { useState } from "preact/hooks";
import { LEASE_ORDER_NAMES, type NewSite } from "../../domain/wire.gen.ts";
import { n } from "../number_text.ts";
import { t } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import { optionsOf, SelectField } from "./select_field.tsx";
import { TextField } from "./text_field.tsx";

interface NewSiteDialogProps {
  readonly onSite: (site: NewSite) => void;
  readonly onCancel: () => void;
}

/** What the next machine will be; a branch also says how the order of numbers is kept. */
export function NewSiteDialog({ onSite, onCancel }: NewSiteDialogProps) {
  const [kind, setKind] = useState<"follower" | "branch">("follower");
  const [order, setOrder] = useState(Object.keys(LEASE_ORDER_NAMES)[0] ?? "");
  const [block, setBlock] = useState("0");
  const [fault, setFault] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (kind === "follower") onSite({ kind });
    else if (/^\d{1,4}$/.test(block.trim())) onSite({ kind, order, block: Number(block) });
    else setFault(n.sites.blockWrong);
  };
  return (
    <Dialog title={n.sites.newTitle} onClose={onCancel}>
      <form noValidate onSubmit={submit}>
        <SelectField
          name="site-kind"
          label={n.sites.kind}
          options={optionsOf(n.sites.kindNames)}
          value={kind}
          onPick={(picked) => setKind(picked === "branch" ? "branch" : "follower")}
        />
        {kind === "branch" && (
          <BranchFields order={order} fault={fault} onOrder={setOrder} onBlock={setBlock} />
        )}
        <div class="row">
          <button type="submit" class="main">
            {n.sites.take}
          </button>
          <button type="button" onClick={onCancel}>
            {t.app.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface BranchFieldsProps {
  readonly order: string;
  readonly fault: string;
  readonly onOrder: (order: string) => void;
  readonly onBlock: (block: string) => void;
}

function BranchFields({ order, fault, onOrder, onBlock }: BranchFieldsProps) {
  return (
    <>
      <SelectField
        name="site-order"
        label={n.sites.order}
        options={optionsOf(LEASE_ORDER_NAMES)}
        value={order}
        onPick={onOrder}
      />
      <TextField
        name="site-block"
        label={n.sites.block}
        hint={n.sites.blockHint}
        value="0"
        fault={fault}
        numeric
        onEdit={onBlock}
      />
    </>
  );
}
