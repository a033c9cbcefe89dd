import { useEffect, useMemo, useState } from "preact/hooks";
import { type People, type PersonRef, ROLE_NAMES } from "../../domain/wire.gen.ts";
import { link } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import { o } from "../office_text.ts";
import type { SectionProps } from "../screen.ts";
import { t } from "../text.ts";
import { PersonDialog } from "./person_dialog.tsx";
import { ProblemBox } from "./problem_box.tsx";

/** Who works here with which roles; a new person, or new roles and a new password for one. */
export function PeopleSection({ organ, own }: SectionProps) {
  const path = `/api/organs/${encodeURIComponent(organ)}/accounts`;
  const found = useMemo(() => createResource<People>(link.ask, path), [path]);
  const [edited, setEdited] = useState<PersonRef | "new" | null>(null);
  const [saved, setSaved] = useState("");
  useEffect(() => void found.load(), [found]);

  const { value, fault } = found.state.value;
  if (!value && fault) return <ProblemBox problem={fault} onAgain={() => void found.load()} />;
  if (!value) return <p role="status">{t.app.loading}</p>;
  const onSaved = (name: string) => {
    setEdited(null);
    setSaved(name);
    void found.load();
  };
  return (
    <>
      <div class="row above-rows">
        <button type="button" class="main" onClick={() => setEdited("new")}>
          {o.people.add}
        </button>
      </div>
      <p class="note" role="status">
        {saved && o.people.saved(saved)}
      </p>
      <PeopleRows people={value.people} onEdit={setEdited} />
      {edited && (
        <PersonDialog
          person={edited === "new" ? null : edited}
          people={value.people}
          path={path}
          own={own}
          onSaved={onSaved}
          onCancel={() => setEdited(null)}
        />
      )}
    </>
  );
}

interface PeopleRowsProps {
  readonly people: readonly PersonRef[];
  readonly onEdit: (person: PersonRef) => void;
}

function PeopleRows({ people, onEdit }: PeopleRowsProps) {
  if (people.length === 0) return <p class="empty">{o.people.none}</p>;
  return (
    <ul class="rows">
      {people.map((person) => (
        <li key={person.account} class="acted">
          <div>
            <strong>{person.name}</strong>
            <p class="meta">
              {[person.account, person.position].filter((part) => part !== "").join(" · ")}
            </p>
          </div>
          <span>{person.roles.map((role) => ROLE_NAMES[role] ?? role).join(", ")}</span>
          <button
            type="button"
            aria-label={o.people.editNamed(person.name)}
            onClick={() => onEdit(person)}
          >
            {o.people.edit}
          </button>
        </li>
      ))}
    </ul>
  );
}
