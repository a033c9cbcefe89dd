import { useMemo } from "preact/hooks";
import { showDay } from "../../domain/dates.ts";
import { showMoment } from "../../domain/moments.ts";
import { type InboxItem, type InboxPage, VERDICT_NAMES } from "../../domain/wire.gen.ts";
import { link, todayHere } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { useBeat } from "../beat.ts";
import { Heading } from "../parts/heading.tsx";
import { ProblemBox } from "../parts/problem_box.tsx";
import { UrgencyMark } from "../parts/urgency_mark.tsx";
import type { ScreenProps } from "../screen.ts";
import { t } from "../text.ts";

/** Chờ tiếp nhận: what other organs sent and nobody has accepted yet (R-IN-02). */
export function InboxList({ membership }: ScreenProps) {
  const organ = membership.organ.id;
  const inbox = useMemo(
    () => createResource<InboxPage>(link.ask, `/api/organs/${encodeURIComponent(organ)}/inbox`),
    [organ],
  );
  useBeat(inbox.load);
  const { value, fault } = inbox.state.value;
  return (
    <>
      <Heading title={t.screens["cho-tiep-nhan"]} />
      {!value && fault && <ProblemBox problem={fault} onAgain={() => void inbox.load()} />}
      {!value && !fault && <p role="status">{t.app.loading}</p>}
      {value?.items.length === 0 && (
        <p class="empty" role="status">
          {t.inbox.empty}
        </p>
      )}
      {value && value.items.length > 0 && (
        <ol class="rows">
          {value.items.map((item) => (
            <InboxRow key={item.id} item={item} organ={organ} />
          ))}
        </ol>
      )}
    </>
  );
}

function InboxRow({ item, organ }: { readonly item: InboxItem; readonly organ: string }) {
  const today = todayHere();
  const about = [
    item.sender.name,
    item.symbol,
    item.issued_date ? showDay(item.issued_date) : "",
    item.type_name,
  ];
  return (
    <li class="unnumbered">
      <div class="row-main">
        <a href={address(organ, "cho-tiep-nhan", item.id)}>{item.subject}</a>
        <p class="meta">
          <UrgencyMark urgency={item.urgency} /> {about.filter((part) => part !== "").join(" · ")}
        </p>
      </div>
      <div class="row-end">
        <span class="meta strong">{verdictText(item)}</span>
        <span class="meta">
          {t.inbox.received} {showMoment(item.received_at, today)}
          {item.files_missing > 0 && ` · ${t.inbox.missing(item.files_missing)}`}
        </span>
      </div>
    </li>
  );
}

/** Return what Kiểm tra ký số said, or that it has not been done. */
export function verdictText({ verdict }: { readonly verdict: string | null }): string {
  return verdict === null ? t.inbox.notChecked : (VERDICT_NAMES[verdict] ?? verdict);
}
