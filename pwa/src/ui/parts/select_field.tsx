import { describe, Field } from "./field.tsx";

export interface Option {
  readonly value: string;
  readonly name: string;
}

interface SelectFieldProps {
  readonly name: string;
  readonly label: string;
  readonly options: readonly Option[];
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly required?: boolean;
  readonly onPick?: (value: string) => void;
}

/** One of a short list; a letter typed jumps to it. */
export function SelectField(props: SelectFieldProps) {
  const { name, label, options, value = "", hint, fault, required, onPick } = props;
  return (
    <Field
      name={name}
      label={label}
      {...(hint && { hint })}
      {...(fault && { fault })}
      {...(required && { required })}
    >
      <select
        {...describe(name, { hint, fault })}
        required={required ?? false}
        onChange={(event) => onPick?.(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.name}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Return options from one of the wire's lists. */
export function optionsOf(names: Readonly<Record<string, string>>): Option[] {
  return Object.entries(names).map(([value, name]) => ({ value, name }));
}
