import { useEffect, useRef, useState } from "preact/hooks";
import type { Me, Problem } from "../../domain/wire.gen.ts";
import { session } from "../../state/app.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { loadScreen } from "../screen.ts";
import { t } from "../text.ts";

/** The first screen. While the person types, the code of the next one is fetched. */
export function LogIn({ unreachable }: { readonly unreachable: boolean }) {
  useEffect(() => {
    document.title = `${t.login.title} – ${t.app.name}`;
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

/** Over the screen after the session has run out: nothing below it is lost. */
export function LogInAgain({ me }: { readonly me: Me }) {
  return (
    <Dialog title={t.login.expired} onClose={() => undefined} escapable={false}>
      <p>{t.login.expiredText}</p>
      <LogInForm account={me.account} />
      <button type="button" class="quiet" onClick={() => window.location.reload()}>
        {t.login.other}
      </button>
    </Dialog>
  );
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
    if (refused) focusField(form.current, "password");
  };

  return (
    <form ref={form} noValidate onSubmit={submit}>
      <Credentials account={account} />
      {missing && (
        <p class="fault" role="alert">
          {t.login.needed}
        </p>
      )}
      {problem && <ProblemBox problem={problem} />}
      <button type="submit" class="main">
        {working ? t.login.working : t.login.submit}
      </button>
    </form>
  );
}

function Credentials({ account }: { readonly account: string }) {
  return (
    <>
      <div class="field">
        <label for="account">{t.login.account}</label>
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
        <label for="password">{t.login.password}</label>
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
