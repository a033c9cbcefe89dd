import { t } from "../text.ts";

/** The search of a list; "/" leads to it from anywhere on the screen. */
export function SearchField({ onTyped }: { readonly onTyped: (typed: string) => void }) {
  return (
    <div class="field grow">
      <label for="tim">
        {t.list.search} <kbd>/</kbd>
      </label>
      <input
        id="tim"
        type="search"
        autocomplete="off"
        aria-describedby="tim-hint"
        onInput={(event) => onTyped(event.currentTarget.value)}
      />
      <p class="hint" id="tim-hint">
        {t.list.searchHint}
      </p>
    </div>
  );
}
