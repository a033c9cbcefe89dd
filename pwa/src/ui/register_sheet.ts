/** What the registration sheet does: check and save, repeat, and its keys. */

import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { showDay } from "../domain/dates.ts";
import { type FieldFault, readIncoming, repeated, type Typed } from "../domain/incoming_form.ts";
import { type NumberKey, readNeededDay } from "../domain/reentry_form.ts";
import { readSlip } from "../domain/slip_form.ts";
import type { Day, IncomingFields, IncomingRow } from "../domain/wire.gen.ts";
import type { Earlier } from "../state/earlier.ts";
import type { Entry } from "../state/entry.ts";
import type { Uploads } from "../state/uploads.ts";
import { controlOf, fillEmpty } from "./form_values.ts";
import { type KeptForm, useKeptForm } from "./kept_form.ts";
import { enterNext } from "./keys.ts";
import { type Faults, faultsOf, focusFirst } from "./parts/faults.ts";
import { sayFault, t } from "./text.ts";

/** What a sheet holds once it can be sent. */
export interface Content {
  readonly fields: IncomingFields;
  readonly files: readonly string[];
  /** Both only where the sheet follows a slip. */
  readonly slip?: string;
  readonly captured_at?: string;
  /** What the stamp says; "" where the node gives the day. */
  readonly arrivalDate: Day;
}

export interface SheetParts {
  readonly entry: Pick<
    Entry<object, unknown>,
    "phase" | "draft" | "unkept" | "keepValues" | "previous"
  >;
  readonly uploads: Uploads;
  readonly earlier: Earlier;
  /** The number that is entered again from its paper; null: the next one. */
  readonly again: NumberKey | null;
  /** `more`: another sheet follows. */
  readonly onSave: (content: Content, more: boolean) => void;
}

export interface Sheet extends KeptForm {
  readonly initial: Typed;
  readonly faults: Faults;
  readonly note: string;
  readonly locked: boolean;
  readonly save: (more: boolean) => Promise<void>;
  readonly repeat: () => Promise<void>;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** Return the sheet over `parts`; the first field has the focus. */
export function useRegisterSheet(parts: SheetParts, today: Day): Sheet {
  const { entry, uploads, earlier, again, onSave } = parts;
  const phase = entry.phase.value;
  const locked = phase.kind === "sending" || phase.kind === "done";
  const kept = useKeptForm(entry.keepValues, locked);
  const [initial] = useState<Typed>(entry.draft.value.values);
  const [own, setOwn] = useState<Faults>({});
  const [note, setNote] = useState("");
  const refusal = phase.kind === "refused" ? phase.problem : null;
  const faults = refusal ? { ...own, ...faultsOf(refusal) } : own;
  const { form } = kept;
  useLayoutEffect(() => focusName(form.current, again !== null), []);
  useEffect(() => {
    if (refusal) focusFirst(form.current, faultsOf(refusal));
  }, [refusal]);

  const save = async (more: boolean) => {
    const typed = kept.readNow();
    if (!typed) return;
    const read = readSheet(typed, today, again !== null);
    const found = Object.fromEntries(read.faults.map((fault) => [fault.field, sayFault(fault)]));
    const busy = uploads.unfinished();
    setOwn(found);
    setNote(announcement(read.faults.length, busy));
    focusFirst(form.current, found);
    if (read.faults.length > 0 || busy) return;
    await entry.keepValues(typed);
    onSave({ ...read.content, files: uploads.there().map(({ sha256 }) => sha256) }, more);
  };

  const repeat = async () => {
    const newest = earlier.newest();
    const previous = (await entry.previous()) ?? (newest && typedOf(newest));
    setNote(previous ? t.form.repeated : t.form.nothingToRepeat);
    repeatInto(form.current, previous);
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.altKey)) {
      event.preventDefault();
      void save(event.ctrlKey);
    } else if (event.key === "F4" && !event.altKey) {
      event.preventDefault();
      void repeat();
    } else if (event.key === "F2") focusName(form.current);
    else enterNext(event);
  };

  return { ...kept, initial, faults, note, locked, save, repeat, onKey };
}

interface SheetRead {
  readonly content: Omit<Content, "files">;
  readonly faults: readonly FieldFault[];
}

/** Return what was typed; `stamped`: the day stands on the paper and is typed too. */
function readSheet(typed: Typed, today: Day, stamped: boolean): SheetRead {
  const { fields, faults } = readIncoming(typed, today);
  const slip = readSlip(typed, today);
  const arrival = stamped
    ? readNeededDay("arrival_date", typed["arrival_date"] ?? "", today)
    : { day: "", faults: [] };
  const { slip: text, captured_at } = slip;
  return {
    content: { fields, arrivalDate: arrival.day, ...(text && { slip: text, captured_at }) },
    faults: [...arrival.faults, ...faults, ...slip.faults],
  };
}

/** Focus the first field: the stamp's day where the paper has one, else who wrote it. */
function focusName(form: HTMLFormElement | null, stamped = false): void {
  controlOf(form, stamped ? "arrival_date" : "organ_name")?.focus();
}

/** Fill what a batch shares; the caret stands where the number is typed. */
function repeatInto(form: HTMLFormElement | null, previous: Typed | null): void {
  if (form && previous) fillEmpty(form, repeated(previous));
  const symbol = controlOf(form, "symbol");
  symbol?.focus();
  if (symbol instanceof HTMLInputElement) symbol.setSelectionRange(0, 0);
}

function announcement(faults: number, busy: boolean): string {
  if (busy) return t.form.uploadsFirst;
  return faults === 0 ? "" : t.form.faults(faults);
}

function typedOf(row: IncomingRow): Typed {
  return {
    organ_name: row.organ_name,
    symbol: row.symbol,
    issued_date: row.issued_date ? showDay(row.issued_date) : "",
    type_name: row.type_name,
    to_places: row.to_places,
    urgency: String(row.urgency),
    source: row.source,
  };
}
