import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Me, Membership } from "../../domain/wire.gen.ts";
import { go, pulse, session } from "../../state/app.ts";
import { address, type Screen } from "../../state/route.ts";
import { membershipOf } from "../../state/session.ts";
import { listen } from "../keys.ts";
import { homeOf, screensOf } from "../rights.ts";
import { t } from "../text.ts";
import { HubBar } from "./hub_bar.tsx";
import { KeysDialog } from "./keys_dialog.tsx";
import { NodeNotices } from "./node_notices.tsx";
import { OpeningSlot } from "./opening_slot.tsx";

interface ShellProps {
  readonly me: Me;
  readonly membership: Membership;
  readonly screen: Screen;
  readonly children: ComponentChildren;
}

/** What frames every screen: who and where, the ways on, the state of the province. */
export function Shell({ me, membership, screen, children }: ShellProps) {
  const [help, setHelp] = useState(false);
  const organ = membership.organ.id;
  const screens = screensOf(membership.roles);
  const mayRegister = screens.includes("vao-so");
  useEffect(
    () =>
      listen(document, {
        register: () => {
          if (mayRegister) go(address(organ, "vao-so"));
        },
        help: () => setHelp(true),
      }),
    [organ, mayRegister],
  );
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        {t.app.skip}
      </button>
      <header>
        <Identity me={me} organ={organ} onHelp={() => setHelp(true)} />
        <Ways organ={organ} screens={screens} screen={screen} />
      </header>
      <HubBar organ={organ} />
      <NodeNotices />
      <OpeningSlot organ={organ} roles={membership.roles} screen={screen} />
      <main id="noi-dung" tabIndex={-1}>
        {children}
      </main>
      {help && <KeysDialog onClose={() => setHelp(false)} />}
    </>
  );
}

interface IdentityProps {
  readonly me: Me;
  readonly organ: string;
  readonly onHelp: () => void;
}

function Identity({ me, organ, onHelp }: IdentityProps) {
  return (
    <>
      <p class="brand">
        <img src="icon.svg" alt="" width="40" height="40" />
        {t.app.name}
      </p>
      <OrganChoice me={me} organ={organ} />
      <div class="person">
        <span>{me.name}</span>
        <button type="button" class="quiet keys-button" onClick={onHelp}>
          {t.keys.help}
        </button>
        <button type="button" class="quiet" onClick={() => void session.logOut()}>
          {t.app.logOut}
        </button>
      </div>
    </>
  );
}

interface WaysProps {
  readonly organ: string;
  readonly screens: readonly Screen[];
  readonly screen: Screen;
}

function Ways({ organ, screens, screen }: WaysProps) {
  return (
    <nav aria-label={t.app.nav}>
      {screens.map((name) => (
        <a
          key={name}
          href={address(organ, name)}
          {...(name === screen && { "aria-current": "page" as const })}
        >
          {t.nav[name] ?? t.screens[name]}
          {name === "cho-tiep-nhan" && <Count />}
          {name === "vao-so" && <kbd>F2</kbd>}
        </a>
      ))}
    </nav>
  );
}

function OrganChoice({ me, organ }: { readonly me: Me; readonly organ: string }) {
  const [first] = me.memberships;
  if (me.memberships.length === 1 && first) return <p class="organ">{first.organ.name}</p>;
  return (
    <select
      class="organ"
      aria-label={t.app.organ}
      onChange={(event) => changeOrgan(me, event.currentTarget.value)}
    >
      {me.memberships.map((one) => (
        <option key={one.organ.id} value={one.organ.id} selected={one.organ.id === organ}>
          {one.organ.name}
        </option>
      ))}
    </select>
  );
}

/** Begin where the person's roles in that organ begin. */
function changeOrgan(me: Me, id: string): void {
  go(address(id, homeOf(membershipOf(me, id)?.roles ?? [])));
}

function Count() {
  const waiting = pulse.state.value?.inbox_waiting;
  return <span class="count">{waiting ?? t.app.unknown}</span>;
}

/** A button, because the hash of the address names the screen. */
function skip(): void {
  document.getElementById("noi-dung")?.focus();
}
