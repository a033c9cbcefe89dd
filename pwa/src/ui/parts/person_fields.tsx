import { useRef } from "preact/hooks";
import { ROLE_NAMES } from "../../domain/wire.gen.ts";
import { o } from "../office_text.ts";
import { describe, Field } from "./field.tsx";

const ADMINISTRATOR = "quan_tri";

interface RoleChoiceProps {
  readonly roles: readonly string[];
  readonly fault: string | undefined;
  /** The administrator's own account: it keeps its right to come back here. */
  readonly isOwn: boolean;
}

/** The roles of a person, as boxes to tick. */
export function RoleChoice({ roles, fault, isOwn }: RoleChoiceProps) {
  const hint = isOwn ? o.people.ownRole : "";
  const { id, "aria-describedby": told } = describe("roles", { fault, hint });
  return (
    <fieldset id={id} class="field wide roles" aria-describedby={told}>
      <legend>{o.people.roles}</legend>
      {Object.entries(ROLE_NAMES).map(([role, name]) => {
        const held = isOwn && role === ADMINISTRATOR;
        return (
          <label key={role} class="check">
            <input
              type="checkbox"
              name="roles"
              value={role}
              defaultChecked={roles.includes(role)}
              disabled={held}
            />
            {held && <input type="hidden" name="roles" value={role} />}
            {name}
          </label>
        );
      })}
      {hint && (
        <p class="hint" id="roles-hint">
          {hint}
        </p>
      )}
      {fault && (
        <p class="fault" id="roles-fault">
          <span aria-hidden="true">! </span>
          {fault}
        </p>
      )}
    </fieldset>
  );
}

/** A new password, its rule told before; it may be shown, because it is handed over. */
export function PasswordField({ fault }: { readonly fault: string | undefined }) {
  const input = useRef<HTMLInputElement>(null);
  const hint = o.people.passwordHint;
  return (
    <>
      <Field
        name="password"
        label={o.people.password}
        hint={hint}
        required
        {...(fault && { fault })}
      >
        <input
          {...describe("password", { hint, fault })}
          ref={input}
          type="password"
          autocomplete="new-password"
          spellcheck={false}
          required
        />
      </Field>
      <label class="check">
        <input
          type="checkbox"
          onChange={(event) => {
            if (input.current)
              input.current.type = event.currentTarget.checked ? "text" : "password";
          }}
        />
        {o.people.show}
      </label>
    </>
  );
}
