import { mend } from "../../domain/text.ts";
import { describe, Field, type Span } from "./field.tsx";

interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly required?: boolean;
  readonly span?: Span;
  readonly rows?: number;
  readonly numeric?: boolean;
  readonly onEdit?: (value: string) => void;
}

/** A text field that keeps what is typed: never rewritten while Telex or VNI composes. */
export function TextField(props: TextFieldProps) {
  const { name, label, value = "", hint, fault, required, span, rows, numeric, onEdit } = props;
  const shared = {
    ...describe(name, { hint, fault }),
    defaultValue: value,
    required: required ?? false,
    autocomplete: "off",
    spellcheck: false,
    onBlur: mendOnBlur,
    onInput: (event: InputEvent) => onEdit?.((event.currentTarget as HTMLInputElement).value),
  };
  return (
    <Field
      name={name}
      label={label}
      {...(hint && { hint })}
      {...(fault && { fault })}
      {...(required && { required })}
      {...(span && { span })}
    >
      {rows ? (
        <textarea {...shared} rows={rows} />
      ) : (
        <input {...shared} type="text" inputMode={numeric ? "numeric" : "text"} />
      )}
    </Field>
  );
}

/** Mend the text (NFC, Đ, single spaces) once the person has left the field. */
export function mendOnBlur(event: FocusEvent): void {
  const control = event.currentTarget as HTMLInputElement | HTMLTextAreaElement;
  const mended = mend(control.value);
  if (mended !== control.value) control.value = mended;
}
