import type { ComponentChildren } from "preact";

export type Span = "double" | "triple" | "wide";

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly fault?: string;
  readonly required?: boolean;
  /** How many columns it takes: two, three, or the whole row. */
  readonly span?: Span;
  readonly children: ComponentChildren;
}

/** Label, control, hint and fault of one field. The control takes `describe(name)`'s ids. */
export function Field({ name, label, hint, fault, required, span, children }: FieldProps) {
  return (
    <div class={`field ${span ?? ""}`}>
      <label for={name}>
        {label}
        {required && (
          <span class="needed" aria-hidden="true">
            {" *"}
          </span>
        )}
      </label>
      {children}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="fault" id={`${name}-fault`}>
          <span aria-hidden="true">! </span>
          {fault}
        </p>
      )}
    </div>
  );
}

interface Described {
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
}

/** Return the attributes that tie a control to its hint and fault. */
export function describe(name: string, { hint, fault }: Described) {
  const ids = [hint && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(" ");
  return {
    id: name,
    name,
    ...(ids && { "aria-describedby": ids }),
    ...(fault && { "aria-invalid": true as const }),
  };
}
