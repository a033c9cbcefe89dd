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
export function RegisterFields(props: RegisterFieldsProps) {
  return (
    <div class="fields">
      <Origin {...props} />
      <Handling {...props} />
      {props.children}
    </div>
  );
}

function Origin({ values, faults, today, earlier }: RegisterFieldsProps) {
  const type = useRef<HTMLDivElement>(null);
  const form = () => type.current?.closest("form") ?? null;
  const guess = useTypeGuess(form);
  const at = (name: string) => ({ name, value: values[name], fault: faults[name] });
  return (
    <>
      <SuggestField
        {...at("organ_name")}
        label={t.form.organ_name}
        suggest={earlier.organs}
        required
        span="double"
      />
      <SuggestField
        {...at("symbol")}
        label={t.form.symbol}
        hint={t.form.symbolHint}
        suggest={(typed) => earlier.symbols(controlOf(form(), "organ_name")?.value ?? "", typed)}
        onLeave={guess}
      />
      <DayField {...at("issued_date")} label={t.form.issued_date} today={today} lean="past" />
      <div ref={type}>
        <SelectField {...at("type_name")} label={t.form.type_name} options={TYPES} />
      </div>
      <SubjectField value={values["subject"]} fault={faults["subject"]} span="triple" />
    </>
  );
}

/** Choose the type that the symbol shows, unless the clerk has chosen one. */
function useTypeGuess(form: () => HTMLFormElement | null): (symbol: string) => void {
  const last = useRef("");
  return (symbol) => {
    const type = controlOf(form(), "type_name");
    const guess = typeOfNotation(splitSymbol(symbol).notation);
    if (!type || guess === "" || (type.value !== "" && type.value !== last.current)) return;
    last.current = guess;
    if (type.value !== guess) putValue(type, guess);
  };
}

function Handling({ values, faults, today, earlier }: RegisterFieldsProps) {
  const at = (name: string) => ({ name, value: values[name], fault: faults[name] });
  return (
    <>
      <SuggestField
        {...at("to_places")}
        label={t.form.to_places}
        suggest={earlier.places}
        span="double"
      />
      <SelectField
        {...at("urgency")}
        label={t.form.urgency}
        options={optionsOf(URGENCY_NAMES)}
        value={values["urgency"] ?? "0"}
      />
      <DayField {...at("due_date")} label={t.form.due_date} today={today} lean="future" />
      <SelectField
        {...at("secrecy_mark")}
        label={t.form.secrecy_mark}
        options={SECRETS}
        hint={t.form.secretHint}
      />
    </>
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
