import { useEffect, useRef, useState } from "preact/hooks";
import type { Me, Problem } from "../../domain/wire.gen.ts";
import { session } from "../../state/app.ts";
import { lock } from "../../state/this_lock.ts";
import { l } from "../login_text.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { loadScreen } from "../screen.ts";
import { t } from "../text.ts";

/** The first screen. While the person types, the code of the next one is fetched. */
export function LogIn({ unreachable }: { readonly unreachable: boolean }) {
  useEffect(() => {
    document.title = `${l.title} – ${t.app.name}`;
    loadScreen("den", "").catch(() => undefined); // fetched again, and told, when it is opened
  }, []);
  return (
    <main class="alone log-in">
      <img src="icon.svg" alt="" width="72" height="72" />
      <h1>{t.app.name}</h1>
      {unreachable && <ProblemBox problem="silent" onAgain={() => void session.find()} />}
      <LogInForm account="" />
    </main>
  );
}

/** Over the screen after the session has run out or the screen has locked: nothing is lost. */
export function LogInAgain({ me }: { readonly me: Me }) {
  const locked = lock.locked.value;
  return (
    <Dialog title={locked ? l.locked : l.expired} onClose={() => undefined} escapable={false}>
      <p>{locked ? l.lockedText : l.expiredText}</p>
      <LogInForm account={me.account} />
      <button type="button" class="quiet" onClick={() => void leave()}>
        {l.other}
      </button>
    </Dialog>
  );
}

/** Another person begins with a log-in of their own. */
async function leave(): Promise<void> {
  await session.logOut();
  window.location.reload();
}

function LogInForm({ account }: { readonly account: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem | "silent" | null>(null);
  const [missing, setMissing] = useState(false);
  const first = account === "" ? "account" : "password";
  useEffect(() => focusField(form.current, first), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (!form.current || working) return;
    const typed = new FormData(form.current);
    const name = String(typed.get("account") ?? "").trim();
    const password = String(typed.get("password") ?? "");
    setProblem(null);
    setMissing(name === "" || password === "");
    if (name === "" || password === "") return;
    setWorking(true);
    const refused = await session.logIn(name, password);
    setWorking(false);
    setProblem(refused);
    if (!refused) lock.open();
    if (refused) focusField(form.current, "password");
  };

  return (
    <form ref={form} noValidate onSubmit={submit}>
      <Credentials account={account} />
      {missing && (
        <p class="fault" role="alert">
          {l.needed}
        </p>
      )}
      {problem && <ProblemBox problem={problem} />}
      <button type="submit" class="main">
        {working ? l.working : l.submit}
      </button>
    </form>
  );
}

function Credentials({ account }: { readonly account: string }) {
  return (
    <>
      <div class="field">
        <label for="account">{l.account}</label>
        <input
          id="account"
          name="account"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          defaultValue={account}
          readOnly={account !== ""}
        />
      </div>
      <div class="field">
        <label for="password">{l.password}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
        />
      </div>
    </>
  );
}

function focusField(form: HTMLFormElement | null, name: string): void {
  form?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
}
