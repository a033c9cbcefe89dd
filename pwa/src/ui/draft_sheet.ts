/** What the sheet of a draft does: check, keep and save it as one version. */

import { useLayoutEffect, useState } from "preact/hooks";
import { readDraft } from "../domain/draft_form.ts";
import type { Typed } from "../domain/incoming_form.ts";
import type {
  Day,
  DraftOutgoing,
  OrganRef,
  OutgoingDocument,
  OutgoingDone,
} from "../domain/wire.gen.ts";
import type { Entry } from "../state/entry.ts";
import { controlOf } from "./form_values.ts";
import { type KeptForm, useKeptForm } from "./kept_form.ts";
import { enterNext } from "./keys.ts";
import { type Faults, faultsOf, focusFirst } from "./parts/faults.ts";
import { sayFault } from "./text.ts";

const TICKED = "to:";

export interface DraftParts {
  readonly entry: Entry<DraftOutgoing, OutgoingDone>;
  readonly organs: readonly OrganRef[];
  readonly earlier: OutgoingDocument | null;
  readonly initial: Typed;
}

export interface Sheet extends KeptForm {
  readonly values: Typed;
  readonly faults: Faults;
  /** How many faults this screen found by itself. */
  readonly found: number;
  readonly locked: boolean;
  readonly save: () => Promise<void>;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** Return the sheet over `parts`; what was kept goes before what the node has. */
export function useDraftSheet({ entry, organs, earlier, initial }: DraftParts, today: Day): Sheet {
  const phase = entry.phase.value;
  const locked = phase.kind === "sending";
  const kept = useKeptForm(entry.keepValues, locked);
  const before = entry.draft.value.values;
  const [values] = useState<Typed>(Object.keys(before).length > 0 ? before : initial);
  const [own, setOwn] = useState<Faults>({});
  const faults = phase.kind === "refused" ? { ...own, ...faultsOf(phase.problem) } : own;
  useLayoutEffect(() => controlOf(kept.form.current, "type_name")?.focus(), []);

  const save = async () => {
    const typed = kept.readNow();
    if (!typed) return;
    const ticked = organs
      .filter(({ id }) => `${TICKED}${id}` in typed)
      .map(({ id, name }) => ({ name, organ: id }));
    const read = readDraft(typed, { today, ticked, kept: earlier?.fields ?? {} });
    const found = Object.fromEntries(read.faults.map((fault) => [fault.field, sayFault(fault)]));
    setOwn(found);
    focusFirst(kept.form.current, found);
    if (read.faults.length > 0) return;
    await entry.keepValues(typed);
    const version = earlier ? { id: earlier.row.id, base: earlier.version } : {};
    await entry.send({ fields: read.fields, ...version });
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.altKey)) {
      event.preventDefault();
      void save();
    } else if (!(event.target instanceof HTMLTextAreaElement)) enterNext(event);
  };

  return { ...kept, values, faults, found: Object.keys(own).length, locked, save, onKey };
}
