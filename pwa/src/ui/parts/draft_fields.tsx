import { useRef } from "preact/hooks";
import { capacityOf, organShort, placeOf } from "../../domain/draft_form.ts";
import type { Typed } from "../../domain/incoming_form.ts";
import { notationFor } from "../../domain/symbol.ts";
import {
  type Day,
  DOCUMENT_TYPES,
  type OrganRef,
  type PersonRef,
  URGENCY_NAMES,
} from "../../domain/wire.gen.ts";
import { controlOf, putValue } from "../form_values.ts";
import { t } from "../text.ts";
import { DayField } from "./day_field.tsx";
import type { Faults } from "./faults.ts";
import { optionsOf, SelectField } from "./select_field.tsx";
import { SubjectField } from "./subject_field.tsx";
import { TextField } from "./text_field.tsx";

interface DraftFieldsProps {
  readonly values: Typed;
  readonly faults: Faults;
  readonly today: Day;
  readonly organ: OrganRef;
  readonly people: readonly PersonRef[];
  readonly organs: readonly OrganRef[];
}

interface PartProps extends DraftFieldsProps {
  /** Put a proposal into a field; the person may change it. */
  readonly propose: (name: string, value: string) => void;
}

const FIRST_TYPE = "Thông báo";
const TYPES = Object.keys(DOCUMENT_TYPES).map((name) => ({ value: name, name }));

/** The fields of a draft; ký hiệu and chức vụ are proposed and stay open to change. */
export function DraftFields(props: DraftFieldsProps) {
  const box = useRef<HTMLDivElement>(null);
  const propose = (name: string, value: string) => {
    const control = controlOf(box.current?.closest("form") ?? null, name);
    if (control) putValue(control, value);
  };
  return (
    <div class="fields" ref={box}>
      <Text {...props} propose={propose} />
      <Receivers {...props} />
      <Signing {...props} propose={propose} />
      <Handling {...props} />
    </div>
  );
}

function Text({ values, faults, organ, propose }: PartProps) {
  const short = organShort(organ.name);
  return (
    <>
      <SelectField
        name="type_name"
        label={t.draft.type_name}
        options={TYPES}
        value={values["type_name"] ?? FIRST_TYPE}
        fault={faults["type_name"]}
        onPick={(type) => propose("notation", notationFor(type, short))}
      />
      <TextField
        name="notation"
        label={t.draft.notation}
        hint={t.draft.notationHint}
        value={values["notation"] ?? notationFor(FIRST_TYPE, short)}
        fault={faults["notation"]}
        required
      />
      <SubjectField value={values["subject"]} fault={faults["subject"]} span="wide" />
      <TextField
        name="body"
        label={t.draft.body}
        hint={t.draft.bodyHint}
        value={values["body"]}
        fault={faults["body"]}
        rows={10}
        required
        span="wide"
      />
    </>
  );
}

function Receivers({ values, faults, organ, organs }: DraftFieldsProps) {
  const others = organs.filter(({ id }) => id !== organ.id);
  return (
    <>
      <fieldset class="wide">
        <legend>{t.draft.recipients}</legend>
        {others.length === 0 && <p class="hint">{t.draft.noDirectory}</p>}
        {others.map(({ id, name, code }) => (
          <label key={id} class="check">
            <input type="checkbox" name={`to:${id}`} defaultChecked={`to:${id}` in values} />
            {name} ({code})
          </label>
        ))}
      </fieldset>
      <TextField
        name="paper"
        label={t.draft.paper}
        hint={t.draft.paperHint}
        value={values["paper"]}
        fault={faults["paper"] ?? faults["recipients"]}
        rows={3}
        span="wide"
      />
    </>
  );
}

function Signing({ values, faults, organ, people, propose }: PartProps) {
  const signers = people.map(({ account, name, position }) => ({
    value: account,
    name: position ? `${name} – ${position}` : name,
  }));
  const positionOf = (account: string) =>
    people.find((one) => one.account === account)?.position ?? "";
  return (
    <>
      <SelectField
        name="signer"
        label={t.draft.signer}
        options={[{ value: "", name: t.draft.noSigner }, ...signers]}
        value={values["signer"]}
        fault={faults["signer"]}
        required
        onPick={(account) => propose("signer_position", positionOf(account))}
      />
      <TextField
        name="signer_position"
        label={t.draft.signer_position}
        value={values["signer_position"]}
        fault={faults["signer_position"]}
      />
      <TextField
        name="signer_capacity"
        label={t.draft.signer_capacity}
        value={values["signer_capacity"] ?? capacityOf(organ.name)}
        fault={faults["signer_capacity"]}
      />
      <TextField
        name="place_name"
        label={t.draft.place_name}
        value={values["place_name"] ?? placeOf(organ.name)}
        fault={faults["place_name"]}
      />
    </>
  );
}

function Handling({ values, faults, today }: DraftFieldsProps) {
  return (
    <>
      <SelectField
        name="urgency"
        label={t.draft.urgency}
        options={optionsOf(URGENCY_NAMES)}
        value={values["urgency"] ?? "0"}
      />
      <DayField
        name="due_date"
        label={t.draft.due_date}
        today={today}
        lean="future"
        value={values["due_date"]}
        fault={faults["due_date"]}
      />
      <TextField name="keep" label={t.draft.keep} value={values["keep"] ?? "VT"} />
    </>
  );
}
