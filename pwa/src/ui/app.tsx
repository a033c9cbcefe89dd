import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Me } from "../domain/wire.gen.ts";
import { link, pulse, route, session } from "../state/app.ts";
import { work } from "../state/here.ts";
import { address } from "../state/route.ts";
import { membershipOf } from "../state/session.ts";
import { lock, watchLock } from "../state/this_lock.ts";
import { Heading } from "./parts/heading.tsx";
import { Shell } from "./parts/shell.tsx";
import { homeOf, mayOpen } from "./rights.ts";
import { loadScreen, type ScreenProps } from "./screen.ts";
import { LogIn, LogInAgain } from "./screens/log_in.tsx";
import { t } from "./text.ts";

/** The whole app: nobody logs in, somebody works. */
export function App() {
  useEffect(() => void session.find(), []);
  const who = session.who.value;
  if (who.kind === "asking")
    return (
      <main class="alone">
        <p role="status">{t.app.loading}</p>
      </main>
    );
  if (who.kind !== "somebody") return <LogIn unreachable={who.kind === "unreachable"} />;
  return (
    <>
      <Office me={who.me} />
      <Locked me={who.me} />
    </>
  );
}

/** What stands over the screen until the person has given the password again. */
function Locked({ me }: { readonly me: Me }) {
  useEffect(() => watchLock(), []);
  const locked = lock.locked.value;
  useEffect(() => {
    document.documentElement.toggleAttribute("data-locked", locked);
    return () => document.documentElement.removeAttribute("data-locked");
  }, [locked]);
  return link.expired.value || locked ? <LogInAgain key={String(locked)} me={me} /> : null;
}

function Office({ me }: { readonly me: Me }) {
  const { organ, id } = route.value;
  const membership = membershipOf(me, organ);
  const here = membership?.organ.id ?? "";
  useEffect(() => work(me.account), [me.account]);
  const screen = organ === "" && membership ? homeOf(membership.roles) : route.value.screen;
  useEffect(() => {
    if (here === "") return undefined;
    if (organ !== here) window.location.replace(address(here, screen, organ === "" ? id : ""));
    return pulse.follow(here, document);
  }, [here]);
  if (!membership) return <main class="alone">{t.app.noRoles}</main>;
  const allowed = mayOpen(membership.roles, screen);
  return (
    <Shell me={me} membership={membership} screen={screen}>
      {allowed ? (
        <Opened
          key={`${here} ${screen} ${id}`}
          props={{ me, membership, id }}
          load={() => loadScreen(screen, id)}
        />
      ) : (
        <>
          <Heading title={membership.organ.name} />
          <p>{t.app.notYours}</p>
          <p>
            <a class="button" href={address(here, homeOf(membership.roles))}>
              {t.app.home}
            </a>
          </p>
        </>
      )}
    </Shell>
  );
}

interface OpenedProps {
  readonly props: ScreenProps;
  readonly load: () => Promise<ComponentType<ScreenProps>>;
}

function Opened({ props, load }: OpenedProps) {
  const [opened, setOpened] = useState<ComponentType<ScreenProps> | "failed" | null>(null);
  useEffect(() => {
    load().then(
      (component) => setOpened(() => component),
      () => setOpened("failed"),
    );
  }, []);
  if (opened === null) return <p role="status">{t.app.loading}</p>;
  if (opened === "failed")
    return (
      <div class="problem" role="alert">
        <p>{t.app.noScreen}</p>
        <button type="button" onClick={() => window.location.reload()}>
          {t.app.reload}
        </button>
      </div>
    );
  const Component = opened;
  return <Component {...props} />;
}
