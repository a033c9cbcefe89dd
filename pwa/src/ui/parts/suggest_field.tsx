import { useId, useRef } from "preact/hooks";
import { putValue } from "../form_values.ts";
import { type Suggestions, useSuggestions } from "../suggestions.ts";
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
  const take = (text: string) => {
    if (input.current) putValue(input.current, text);
    onLeave?.(text);
  };
  const list = useSuggestions(suggest, take);
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
          {...tiedTo(listId, list)}
          ref={input}
          type="text"
          autocomplete="off"
          spellcheck={false}
          required={required ?? false}
          defaultValue={value}
          onInput={(event) => {
            if (event.isTrusted) list.look(event.currentTarget.value);
          }}
          onKeyDown={list.onKey}
          onBlur={(event) => {
            mendOnBlur(event);
            list.close();
            onLeave?.(event.currentTarget.value);
          }}
        />
        <Options id={listId} list={list} onTake={take} />
      </div>
    </Field>
  );
}

/** The attributes of a combobox: the field keeps the focus, one of them says what is chosen. */
function tiedTo(listId: string, { shown, chosen }: Suggestions) {
  return {
    role: "combobox" as const,
    "aria-expanded": shown.length > 0,
    "aria-controls": listId,
    "aria-autocomplete": "list" as const,
    ...(chosen >= 0 && { "aria-activedescendant": `${listId}-${chosen}` }),
  };
}

interface OptionsProps {
  readonly id: string;
  readonly list: Suggestions;
  readonly onTake: (text: string) => void;
}

function Options({ id, list, onTake }: OptionsProps) {
  return (
    <div id={id} role="listbox" aria-label={t.form.suggestions} hidden={list.shown.length === 0}>
      {list.shown.map((text, index) => (
        <div
          key={text}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === list.chosen}
          onMouseDown={(event) => {
            event.preventDefault();
            list.close();
            onTake(text);
          }}
        >
          {text}
        </div>
      ))}
    </div>
  );
}
