/** What this device keeps and sends, built once; the only place that knows its store. */

import { effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { createDatabase } from "../store/database.ts";
import { COMMANDS_PER_REQUEST_MAX, createOutbox } from "../store/outbox.ts";
import { createRows, createShelf } from "../store/rows.ts";
import { createEngine } from "../sync/engine.ts";
import { type Ask, createAsk } from "../sync/node.ts";
import { link, session } from "./app.ts";
import { createKeylessAsk } from "./keyless.ts";
import { createSync } from "./sync.ts";
import { createTabs } from "./tabs.ts";
import { device } from "./this_device.ts";

const REPLY_MS_MAX = 120_000; // a whole page of changes on 64 kbit/s that also loses packets
const TICK_MS = 30_000; // an age is told in minutes
const ASKED_TO_PERSIST = "vanthu.giu-lau-dai";

export const database = createDatabase();
export const rows = createRows(database);

const shelf = createShelf(database);
const askAlone = createKeylessAsk(
  createAsk((url, init) => window.fetch(url, init), REPLY_MS_MAX),
  organsHere,
);
const ask: Ask = async <T>(...question: Parameters<Ask>) => {
  const reply = await askAlone<T>(...question);
  await device.heed(reply);
  return reply;
};
const now = () => new Date().toISOString();
const tick = signal(now());

/** This device's clock, for ages. */
export const hereNow: ReadonlySignal<string> = tick;

export const sync = createSync({
  outbox: createOutbox(database),
  rows,
  tabs: createTabs(window),
  now,
  onOther: () => void session.find(),
  engine: (account, onTold) =>
    createEngine({
      ask,
      seal: device.seal(account),
      shelf,
      account,
      countMax: COMMANDS_PER_REQUEST_MAX,
      now,
      chance: Math.random,
      later: (ms, act) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
      onTold,
    }),
});

/** `account` works here: sync on open, on visibility, when the link is back. Returns the end. */
export function work(account: string): () => void {
  askToPersist();
  const end = sync.begin(account);
  const onVisible = () => {
    if (!document.hidden) sync.trigger("visible");
  };
  const onOnline = () => sync.trigger("online");
  document.addEventListener("visibilitychange", onVisible);
  window.addEventListener("online", onOnline);
  const unwatch = effect(() => {
    if (link.reachable.value === true && !link.expired.value) untracked(onOnline);
  });
  const timer = setInterval(() => {
    tick.value = now();
  }, TICK_MS);
  return () => {
    clearInterval(timer);
    unwatch();
    window.removeEventListener("online", onOnline);
    document.removeEventListener("visibilitychange", onVisible);
    end();
  };
}

/** The organs of the person who works here. */
function organsHere(): readonly string[] {
  const who = session.who.value;
  return who.kind === "somebody" ? who.me.memberships.map(({ organ }) => organ.id) : [];
}

/** Ask the browser once not to throw away what is kept when its disk is full. */
function askToPersist(): void {
  if (localStorage.getItem(ASKED_TO_PERSIST) !== null) return;
  localStorage.setItem(ASKED_TO_PERSIST, "1");
  void navigator.storage?.persist?.().catch(() => false);
}
