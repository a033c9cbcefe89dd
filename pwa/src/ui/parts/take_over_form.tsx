import { useMemo, useRef, useState } from "preact/hooks";
import { DAY_READ, readTakeOver, type TakeOverFault } from "../../domain/take_over_form.ts";
import type { OpeningState } from "../../domain/wire.gen.ts";
import { link } from "../../state/app.ts";
import { createPosting } from "../../state/posting.ts";
import { readTyped } from "../form_values.ts";
import { n } from "../number_text.ts";
import { type Faults, faultsOf, focusFirst } from "./faults.ts";
import { describe, Field } from "./field.tsx";
import { PaperFields } from "./paper_fields.tsx";
import { ProblemBox } from "./problem_box.tsx";
import { TextField } from "./text_field.tsx";
import { TodayField } from "./today_field.tsx";

interface TakeOverFormProps {
  readonly opening: OpeningState;
  readonly onDone: (opening: OpeningState) => void;
}

/** Reason, last numbers on paper, and the word of a clerk and a leader. */
export function TakeOverForm({ opening, onDone }: TakeOverFormProps) {
  const { registers, today } = opening;
  const form = useRef<HTMLFormElement>(null);
  // Plainly: a wrong password in the form is no expired session.
  const posting = useMemo(() => createPosting(link.askPlainly), []);
  const [faults, setFaults] = useState<Faults>({});
  const problem = posting.problem.value;
  const tell = (found: Faults) => {
    setFaults(found);
    focusFirst(form.current, found);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!form.current) return;
    const read = readTakeOver(registers, readTyped(form.current), today);
    tell(Object.fromEntries(read.faults.map(([field, why]) => [field, saidOf(why)])));
    if (read.faults.length > 0) return;
    const over = await posting.post<OpeningState>("/api/take-over", read.takeOver);
    if (over) return onDone(over.value);
    const refused = posting.problem.value;
    if (refused && refused !== "silent") tell(faultsOf(refused));
  };
  return (
    <form ref={form} class="narrow" noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        name="reason"
        label={n.takeOver.reason}
        rows={2}
        required
        fault={faults["reason"]}
      />
      <fieldset class="wide">
        <legend>{n.takeOver.paper}</legend>
        <TodayField today={today} fault={faults[DAY_READ]} />
        <PaperFields registers={registers} faults={faults} filled={false} />
      </fieldset>
      <Signer who="clerk" faults={faults} />
      <Signer who="leader" faults={faults} />
      {problem && <ProblemBox problem={problem} />}
      <div class="row actions">
        <button type="submit" class="main" disabled={posting.busy.value}>
          {posting.busy.value ? n.takeOver.working : n.takeOver.submit}
        </button>
      </div>
    </form>
  );
}

function saidOf(why: TakeOverFault): string {
  return why === "required" || why === "not_a_number" ? n.opening[why] : n.takeOver[why];
}

interface SignerProps {
  readonly who: "clerk" | "leader";
  readonly faults: Faults;
}

function Signer({ who, faults }: SignerProps) {
  const secret = `${who}_password` as const;
  const label = who === "clerk" ? n.takeOver.clerkPassword : n.takeOver.leaderPassword;
  const fault = faults[secret];
  return (
    <div class="signer">
      <TextField name={who} label={n.takeOver[who]} required fault={faults[who]} />
      <Field name={secret} label={label} required {...(fault && { fault })}>
        <input {...describe(secret, { fault })} type="password" autocomplete="off" required />
      </Field>
    </div>
  );
}
