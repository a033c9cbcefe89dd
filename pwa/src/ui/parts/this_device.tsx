import { useState } from "preact/hooks";
import { mend } from "../../domain/text.ts";
import type { Enrolled, Problem } from "../../domain/wire.gen.ts";
import { sync } from "../../state/here.ts";
import { device } from "../../state/this_device.ts";
import { d } from "../device_text.ts";
import { t } from "../text.ts";
import { ProblemBox } from "./problem_box.tsx";
import { TextField } from "./text_field.tsx";

const CODE_DIGITS = 8;

/** What this browser is to the node; the form by which it becomes a device. */
export function ThisDevice({ onEnrolled }: { readonly onEnrolled: () => void }) {
  const here = device.here.value;
  return (
    <section>
      <h2>{d.here.title}</h2>
      {here === "asking" && <p role="status">{t.app.loading}</p>}
      {here === "barred" && <p>{d.here.barred}</p>}
      {here === "none" && <EnrolForm onEnrolled={onEnrolled} />}
      {typeof here === "object" && <Known device={here} />}
    </section>
  );
}

function Known({ device: { name, code } }: { readonly device: Enrolled }) {
  return (
    <p role="status">
      <strong>✓ {d.here.known(name)}</strong> · {d.list.slips(code)}
    </p>
  );
}

function EnrolForm({ onEnrolled }: { readonly onEnrolled: () => void }) {
  const [typed, setTyped] = useState({ code: "", name: "" });
  const [asked, setAsked] = useState(false);
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem | "silent" | null>(null);
  const code = typed.code.replace(/\D/g, "");
  const name = mend(typed.name);
  const faults = {
    code: code.length === CODE_DIGITS ? "" : d.here.codeNeeded,
    name: name === "" ? d.here.nameNeeded : "",
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    setAsked(true);
    if (working || faults.code || faults.name) return;
    setWorking(true);
    const refused = await device.enrol(code, name);
    setWorking(false);
    setProblem(refused);
    if (refused) return;
    sync.trigger("work");
    onEnrolled();
  };
  return (
    <form noValidate onSubmit={submit} class="enrol">
      <p>{d.here.none}</p>
      <TextField
        name="device-code"
        label={d.here.code}
        hint={d.here.codeHint}
        {...(asked && { fault: faults.code })}
        numeric
        required
        onEdit={(value) => setTyped((before) => ({ ...before, code: value }))}
      />
      <TextField
        name="device-name"
        label={d.here.name}
        hint={d.here.nameHint}
        {...(asked && { fault: faults.name })}
        required
        onEdit={(value) => setTyped((before) => ({ ...before, name: value }))}
      />
      {problem && <ProblemBox problem={problem} />}
      <button type="submit" class="main">
        {working ? d.here.enrolling : d.here.enrol}
      </button>
    </form>
  );
}
