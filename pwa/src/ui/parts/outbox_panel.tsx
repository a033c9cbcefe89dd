import { useState } from "preact/hooks";
import { minutesSince, showMoment } from "../../domain/moments.ts";
import { link, todayHere } from "../../state/app.ts";
import { hereNow, sync } from "../../state/here.ts";
import { type Answered, rescueText, standingOf, type Waiting } from "../../state/sync.ts";

import { o, readArrival, sayAnswer, sayKind } from "../outbox_text.ts";
import { sayAge, saySize, t } from "../text.ts";
import { ArrivalNumber } from "./arrival_number.tsx";
import { Dialog } from "./dialog.tsx";
import { ProblemBox } from "./problem_box.tsx";

const OLD_MINUTES = 60; // the node is in the same office: an hour without it is not usual

/** Việc chờ gửi: what waits on this device, why, and what came of what was sent. */
export function OutboxPanel({ onClose }: { readonly onClose: () => void }) {
  const waiting = sync.waiting.value;
  return (
    <Dialog title={o.title} onClose={onClose} first="h2">
      <Summary waiting={waiting} />
      <Fault />
      <div class="row actions">
        <button type="button" onClick={() => sync.trigger("by_hand")}>
          {o.sendNow}
        </button>
        <button
          type="button"
          disabled={!waiting || waiting.length === 0}
          onClick={() => waiting && saveRescue(waiting)}
        >
          {o.rescue}
        </button>
      </div>
      <p class="hint">{o.rescueHint}</p>
      {waiting && waiting.length > 0 && (
        <ul class="outbox">
          {waiting.map((one) => (
            <WaitingItem key={one.op} one={one} />
          ))}
        </ul>
      )}
      <Answers />
      <button type="button" class="main" onClick={onClose}>
        {t.app.close}
      </button>
    </Dialog>
  );
}

function Summary({ waiting }: { readonly waiting: readonly Waiting[] | null }) {
  const now = hereNow.value;
  const oldest = sync.oldest.value;
  const last = sync.finishedAt.value;
  const minutes = last === null ? 0 : minutesSince(last, now);
  return (
    <div role="status">
      {waiting === null && <p>{o.unknown}</p>}
      {waiting?.length === 0 && <p>{o.none}</p>}
      {waiting && oldest !== null && (
        <p>{o.oldest(waiting.length, sayAge(minutesSince(oldest, now)))}</p>
      )}
      <p>
        <span class={minutes >= OLD_MINUTES ? "old" : ""}>
          {last === null ? o.neverSynced : o.synced(sayAge(minutes))}
        </span>
      </p>
    </div>
  );
}

/** Why the last try did not get through. */
function Fault() {
  const { fault } = sync.told.value;
  if (sync.unkept.value || fault === "unkept") return <p class="notices">{o.unkept}</p>;
  if (fault === "silent") return <p class="notices">{o.silent}</p>;
  return fault && <ProblemBox problem={fault} />;
}

function WaitingItem({ one }: { readonly one: Waiting }) {
  const standing = standingOf(one, sync.told.value, link.reachable.value);
  const [icon, text] = o.standings[standing];
  const discard = () => {
    saveRescue([one]);
    void sync.remove(one.op);
  };
  return (
    <li>
      <p class="strong">{sayKind(one)}</p>
      <p class="meta">{o.made(showMoment(one.made_at, todayHere()), saySize(one.bytes))}</p>
      <p>
        <span aria-hidden="true">{icon} </span>
        {text}
      </p>
      {one.problem && (
        <>
          <ProblemBox problem={one.problem} />
          <div class="row">
            <button type="button" onClick={() => void sync.again(one.op)}>
              {o.again}
            </button>
            <button type="button" class="quiet" onClick={discard}>
              {o.removeAfter}
            </button>
          </div>
        </>
      )}
    </li>
  );
}

function Answers() {
  const answers = sync.answers.value;
  if (answers.length === 0) return null;
  return (
    <>
      <h3>{o.answers}</h3>
      <ul class="outbox">
        {answers.map((one) => (
          <AnswerItem key={one.op} one={one} />
        ))}
      </ul>
    </>
  );
}

function AnswerItem({ one }: { readonly one: Answered }) {
  const [shown, setShown] = useState(false);
  const arrival = readArrival(one.kind, one.data);
  const seen = () => void sync.seen(one.op);
  return (
    <li>
      <p class="strong">{sayKind(one)}</p>
      <p>
        <span aria-hidden="true">✓ </span>
        {sayAnswer(arrival)}
      </p>
      <button type="button" onClick={arrival ? () => setShown(true) : seen}>
        {arrival ? o.showNumber : o.seen}
      </button>
      {shown && arrival && <ArrivalNumber registered={arrival} onStamped={seen} />}
    </li>
  );
}

/** Hand the person a file with all of `waiting`; it stays here as it is. */
function saveRescue(waiting: readonly Waiting[]): void {
  const made_at = new Date().toISOString();
  const text = rescueText(waiting, { made_at, node: window.location.host });
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `viec-cho-gui-${made_at.slice(0, 19).replace(/[:T]/g, "-")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
