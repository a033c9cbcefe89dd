import { useId, useRef, useState } from "preact/hooks";
import { t } from "../text.ts";
import { describe, Field, type Span } from "./field.tsx";
import { mendOnBlur } from "./text_field.tsx";

interface SuggestFieldProps {
  readonly name: string;
  readonly label: string;
  readonly suggest: (typed: string) => readonly string[];
  readonly onLeave?: (value: string) => void;
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly required?: boolean;
  readonly span?: Span;
}

/**
 * A text field with suggestions found without accents and by initials ("snv" for Sở Nội vụ).
 * ↓ and ↑ choose, Enter takes the chosen one and goes on; what is typed is never replaced unasked.
 */
export function SuggestField(props: SuggestFieldProps) {
  const { name, label, suggest, onLeave, value = "", hint, fault, required, span } = props;
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [shown, setShown] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState(-1);

  const close = () => {
    setShown([]);
    setChosen(-1);
  };
  const take = (text: string) => {
    if (input.current) input.current.value = text;
    input.current?.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    onLeave?.(text);
  };
  const look = (typed: string) => {
    setShown(typed.trim() === "" ? [] : suggest(typed));
    setChosen(-1);
  };
  const move = (step: number) => {
    const from = chosen < 0 && step < 0 ? 0 : chosen;
    setChosen((from + step + shown.length) % shown.length);
  };
  const pick = () => {
    const picked = shown[chosen];
    if (picked === undefined) close();
    else take(picked);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing || shown.length === 0) return;
    if (event.key === "Escape") close();
    else if (event.key === "Enter") pick();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
  };

  const open = shown.length > 0;
  return (
    <Field
      name={name}
      label={label}
      {...(hint && { hint })}
      {...(fault && { fault })}
      {...(required && { required })}
      {...(span && { span })}
    >
      <div class="suggest">
        <input
          {...describe(name, { hint, fault })}
          ref={input}
          type="text"
          role="combobox"
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="list"
          {...(chosen >= 0 && { "aria-activedescendant": `${listId}-${chosen}` })}
          autocomplete="off"
          spellcheck={false}
          required={required ?? false}
          defaultValue={value}
          onInput={(event) => {
            if (event.isTrusted) look(event.currentTarget.value);
          }}
          onKeyDown={onKey}
          onBlur={(event) => {
            mendOnBlur(event);
            close();
            onLeave?.(event.currentTarget.value);
          }}
        />
        <div id={listId} role="listbox" aria-label={t.form.suggestions} hidden={!open}>
          {shown.map((text, index) => (
            // The field keeps the focus; aria-activedescendant says which option is chosen.
            <div
              key={text}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              onMouseDown={(event) => {
                event.preventDefault();
                take(text);
              }}
            >
              {text}
            </div>
          ))}
        </div>
      </div>
    </Field>
  );
}
