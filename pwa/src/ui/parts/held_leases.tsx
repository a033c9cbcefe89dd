import { useState } from "preact/hooks";
import { showMoment } from "../../domain/moments.ts";
import { BOOK_NAMES, type LeaseRow } from "../../domain/wire.gen.ts";
import { todayHere } from "../../state/app.ts";
import { n } from "../number_text.ts";
import { mayDo } from "../rights.ts";
import { t } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import type { HeldProps } from "./held.ts";
import { ReasonDialog } from "./reason_dialog.tsx";
import { SelectField } from "./select_field.tsx";
import { TextField } from "./text_field.tsx";

/** Blocks of numbers that are out, and the way to give and to take back. */
export function HeldLeases({ holding, roles, give }: HeldProps) {
  const [granting, setGranting] = useState(false);
  const [taken, setTaken] = useState<LeaseRow | null>(null);
  const { leases, standing } = holding;
  const lends = mayDo(roles, "lend") && standing === "owner";
  const branches = holding.sites.filter(({ kind, left }) => kind === "branch" && !left);
  if (leases.length === 0 && branches.length === 0) return null;
  const books = holding.registers.filter(({ status }) => status === "open").map((one) => one.book);
  return (
    <section>
      <h2>{n.leases.title}</h2>
      {leases.length === 0 && <p>{n.leases.none}</p>}
      <ul class="rows">
        {leases.map((lease) => (
          <LeaseItem key={lease.id} lease={lease} onClose={lends ? () => setTaken(lease) : null} />
        ))}
      </ul>
      {lends && branches.length > 0 && (
        <div class="row actions">
          <button type="button" onClick={() => setGranting(true)}>
            {n.leases.grant}
          </button>
        </div>
      )}
      {granting && (
        <GrantDialog
          sites={branches}
          books={books}
          onGrant={(payload) => {
            setGranting(false);
            void give("lease.grant", payload);
          }}
          onCancel={() => setGranting(false)}
        />
      )}
      {taken && (
        <ReasonDialog
          title={n.leases.closeNamed(taken.site, taken.first, taken.last)}
          text={n.leases.closeText}
          button={n.leases.close}
          onReason={(reason) => {
            setTaken(null);
            void give("lease.close", { id: taken.id, reason });
          }}
          onCancel={() => setTaken(null)}
        />
      )}
    </section>
  );
}

interface LeaseItemProps {
  readonly lease: LeaseRow;
  /** null: not for this person. */
  readonly onClose: (() => void) | null;
}

function LeaseItem({ lease, onClose }: LeaseItemProps) {
  const { book, year, first, last, site, used, closed, granted_at: at } = lease;
  return (
    <li class="acted">
      <div>
        <strong>{site}</strong>
        <p class="meta">
          {n.leases.line(book, year, first, last)} · {n.leases.granted(showMoment(at, todayHere()))}
        </p>
      </div>
      <span>{n.leases.used(used, last - first + 1)}</span>
      {closed || !onClose ? (
        <span>{closed && n.leases.closed}</span>
      ) : (
        <button type="button" aria-label={n.leases.closeNamed(site, first, last)} onClick={onClose}>
          {n.leases.close}
        </button>
      )}
    </li>
  );
}

interface GrantDialogProps {
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  readonly books: readonly string[];
  readonly onGrant: (payload: object) => void;
  readonly onCancel: () => void;
}

function GrantDialog({ sites, books, onGrant, onCancel }: GrantDialogProps) {
  const [site, setSite] = useState(sites[0]?.id ?? "");
  const [book, setBook] = useState(books[0] ?? "den");
  const [count, setCount] = useState("");
  const [fault, setFault] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (/^[1-9]\d{0,4}$/.test(count.trim())) onGrant({ book, site, count: Number(count) });
    else setFault(n.leases.countNeeded);
  };
  return (
    <Dialog title={n.leases.grantTitle} onClose={onCancel}>
      <p>{n.leases.grantText}</p>
      <form noValidate onSubmit={submit}>
        <SelectField
          name="lease-site"
          label={n.leases.site}
          options={sites.map(({ id, name }) => ({ value: id, name }))}
          value={site}
          onPick={setSite}
        />
        <SelectField
          name="lease-book"
          label={n.leases.book}
          options={books.map((one) => ({ value: one, name: BOOK_NAMES[one] ?? one }))}
          value={book}
          onPick={setBook}
        />
        <TextField
          name="lease-count"
          label={n.leases.count}
          fault={fault}
          numeric
          required
          onEdit={setCount}
        />
        <div class="row">
          <button type="submit" class="main">
            {n.leases.grant}
          </button>
          <button type="button" onClick={onCancel}>
            {t.app.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
