import { useMemo, useRef, useState } from "preact/hooks";
import { readAccount } from "../../domain/account_form.ts";
import type { PersonRef } from "../../domain/wire.gen.ts";
import { link } from "../../state/app.ts";
import { createPosting } from "../../state/posting.ts";
import { o } from "../office_text.ts";
import { t } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import { type Faults, faultsOf, focusFirst } from "./faults.ts";
import { PasswordField, RoleChoice } from "./person_fields.tsx";
import { ProblemBox } from "./problem_box.tsx";
import { TextField } from "./text_field.tsx";

interface PersonDialogProps {
  /** null: a new person. */
  readonly person: PersonRef | null;
  readonly people: readonly PersonRef[];
  /** Where accounts are posted. */
  readonly path: string;
  /** The account at the screen. */
  readonly own: string;
  readonly onSaved: (name: string) => void;
  readonly onCancel: () => void;
}

/** The form of one account. Escape does not close it: what is typed is not lost by a slip. */
export function PersonDialog(props: PersonDialogProps) {
  const { person, people, path, own, onSaved, onCancel } = props;
  const posting = useMemo(() => createPosting(link.ask), []);
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState<Faults>({});
  const problem = posting.problem.value;

  const tell = (found: Faults) => {
    setFaults(found);
    focusFirst(form.current, found);
  };
  const save = async (event: Event) => {
    event.preventDefault();
    if (!form.current) return;
    const taken = person ? [] : people.map(({ account }) => account);
    const read = readAccount(typedIn(form.current), taken);
    tell(Object.fromEntries(read.faults.map(([field, why]) => [field, o.people[why]])));
    if (read.faults.length > 0) return;
    if (await posting.post(path, read.account)) return onSaved(read.account.name);
    const refused = posting.problem.value;
    if (refused && refused !== "silent") tell(faultsOf(refused));
  };

  return (
    <Dialog
      title={person ? o.people.editTitle(person.name) : o.people.addTitle}
      onClose={onCancel}
      escapable={false}
    >
      <form ref={form} noValidate onSubmit={(event) => void save(event)}>
        <Identity person={person} faults={faults} />
        <RoleChoice
          roles={person?.roles ?? []}
          fault={faults["roles"]}
          isOwn={person?.account === own}
        />
        <PasswordField fault={faults["password"]} />
        {problem && <ProblemBox problem={problem} />}
        <div class="row">
          <button type="submit" class="main" disabled={posting.busy.value}>
            {posting.busy.value ? o.people.saving : o.people.save}
          </button>
          <button type="button" onClick={onCancel}>
            {t.app.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface IdentityProps {
  readonly person: PersonRef | null;
  readonly faults: Faults;
}

function Identity({ person, faults }: IdentityProps) {
  return (
    <>
      {person ? (
        <input type="hidden" name="account" value={person.account} />
      ) : (
        <TextField
          name="account"
          label={o.people.account}
          hint={o.people.accountHint}
          fault={faults["account"]}
          required
        />
      )}
      <TextField
        name="name"
        label={o.people.name}
        value={person?.name}
        fault={faults["name"]}
        required
      />
      <TextField
        name="position"
        label={o.people.position}
        hint={o.people.positionHint}
        value={person?.position}
        fault={faults["position"]}
      />
    </>
  );
}

function typedIn(form: HTMLFormElement) {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "");
  return {
    account: text("account"),
    name: text("name"),
    position: text("position"),
    password: text("password"),
    roles: data.getAll("roles").map(String),
  };
}
