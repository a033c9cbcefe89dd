import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Typed } from "../../domain/incoming_form.ts";
import { splitSymbol, typeOfNotation } from "../../domain/symbol.ts";
import { type Day, DOCUMENT_TYPES, SOURCE_NAMES, URGENCY_NAMES } from "../../domain/wire.gen.ts";
import type { Earlier } from "../../state/earlier.ts";
import { controlOf, putValue } from "../form_values.ts";
import { t } from "../text.ts";
import { DayField } from "./day_field.tsx";
import type { Faults } from "./faults.ts";
import { optionsOf, SelectField } from "./select_field.tsx";
import { SubjectField } from "./subject_field.tsx";
import { SuggestField } from "./suggest_field.tsx";
import { TextField } from "./text_field.tsx";

interface RegisterFieldsProps {
  readonly values: Typed;
  readonly faults: Faults;
  readonly today: Day;
  readonly earlier: Earlier;
  /** What follows the last field. */
  readonly children: ComponentChildren;
}

const TYPES = [
  { value: "", name: t.form.noType },
  ...Object.keys(DOCUMENT_TYPES).map((name) => ({ value: name, name })),
];
const SECRETS = [
  { value: "", name: t.form.notSecret },
  ...t.form.secrets.map((mark) => ({ value: mark, name: mark })),
];

/** The fields in the order of the paper register's columns. */
export function RegisterFields({ values, faults, today, earlier, children }: RegisterFieldsProps) {
  const box = useRef<HTMLDivElement>(null);
  const form = () => box.current?.closest("form") ?? null;
  const guessed = useRef("");

  const guessType = (symbol: string) => {
    const type = controlOf(form(), "type_name");
    const guess = typeOfNotation(splitSymbol(symbol).notation);
    if (!type || guess === "" || (type.value !== "" && type.value !== guessed.current)) return;
    guessed.current = guess;
    if (type.value !== guess) putValue(type, guess);
  };

  return (
    <div class="fields" ref={box}>
      <SuggestField
        name="organ_name"
        label={t.form.organ_name}
        value={values["organ_name"]}
        fault={faults["organ_name"]}
        suggest={earlier.organs}
        required
        span="double"
      />
      <SuggestField
        name="symbol"
        label={t.form.symbol}
        hint={t.form.symbolHint}
        value={values["symbol"]}
        fault={faults["symbol"]}
        suggest={(typed) => earlier.symbols(controlOf(form(), "organ_name")?.value ?? "", typed)}
        onLeave={guessType}
      />
      <DayField
        name="issued_date"
        label={t.form.issued_date}
        today={today}
        lean="past"
        value={values["issued_date"]}
        fault={faults["issued_date"]}
      />
      <SelectField
        name="type_name"
        label={t.form.type_name}
        options={TYPES}
        value={values["type_name"]}
        fault={faults["type_name"]}
      />
      <SubjectField value={values["subject"]} fault={faults["subject"]} span="triple" />
      <SuggestField
        name="to_places"
        label={t.form.to_places}
        value={values["to_places"]}
        fault={faults["to_places"]}
        suggest={earlier.places}
        span="double"
      />
      <SelectField
        name="urgency"
        label={t.form.urgency}
        options={optionsOf(URGENCY_NAMES)}
        value={values["urgency"] ?? "0"}
        fault={faults["urgency"]}
      />
      <DayField
        name="due_date"
        label={t.form.due_date}
        today={today}
        lean="future"
        value={values["due_date"]}
        fault={faults["due_date"]}
      />
      <SelectField
        name="secrecy_mark"
        label={t.form.secrecy_mark}
        options={SECRETS}
        value={values["secrecy_mark"]}
        fault={faults["secrecy_mark"]}
        hint={t.form.secretHint}
      />
      {children}
    </div>
  );
}

/** The fields that most documents leave as they are. */
export function MoreFields({
  values,
  faults,
}: {
  readonly values: Typed;
  readonly faults: Faults;
}) {
  const field = (name: MoreName, numeric = false) => (
    <TextField
      key={name}
      name={name}
      label={t.form[name]}
      value={values[name]}
      fault={faults[name]}
      numeric={numeric}
    />
  );
  const filled = Object.keys(faults).some((name) => MORE.some((more) => more === name));
  return (
    <details open={filled}>
      <summary>{t.form.more}</summary>
      <div class="fields">
        <SelectField
          name="source"
          label={t.form.source}
          options={optionsOf(SOURCE_NAMES)}
          value={values["source"] ?? "giay"}
        />
        {field("page_amount", true)}
        {field("signer_name")}
        {field("signer_position")}
        <TextField
          name="description"
          label={t.form.description}
          value={values["description"]}
          fault={faults["description"]}
          span="double"
        />
        {field("language")}
        {field("file_notation")}
        {field("file_catalog", true)}
        {field("file_organ_id")}
        {field("doc_ordinal", true)}
      </div>
    </details>
  );
}

const MORE = [
  "page_amount",
  "description",
  "language",
  "signer_name",
  "signer_position",
  "file_organ_id",
  "file_catalog",
  "file_notation",
  "doc_ordinal",
] as const;
type MoreName = (typeof MORE)[number];
