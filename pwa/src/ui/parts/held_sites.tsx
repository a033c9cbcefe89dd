import { useMemo, useState } from "preact/hooks";
import { minutesSince } from "../../domain/moments.ts";
import type { NewSite, SiteCode, SiteRow } from "../../domain/wire.gen.ts";
import { link, pulse } from "../../state/app.ts";
import { createPosting } from "../../state/posting.ts";
import { n } from "../number_text.ts";
import { mayDo } from "../rights.ts";
import { sayAge, t } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import type { HeldProps } from "./held.ts";
import { NewSiteDialog } from "./new_site_dialog.tsx";
import { ProblemBox } from "./problem_box.tsx";
import { ReasonDialog } from "./reason_dialog.tsx";

/** Followers and branches: how far each is, and the age of its last contact ("—" unknown). */
export function HeldSites({ holding, organ, roles, give }: HeldProps) {
  const [parting, setParting] = useState<SiteRow | null>(null);
  const { sites, standing } = holding;
  const parts = mayDo(roles, "partWith") && standing === "owner";
  return (
    <section>
      <h2>{n.sites.title}</h2>
      {sites.length === 0 && <p>{n.sites.none}</p>}
      <ul class="plain">
        {sites.map((site) => (
          <li key={site.id} class="file-line">
            <strong>{site.name}</strong>
            <span class="meta">{describeSite(site)}</span>
            {parts && !site.left && (
              <button
                type="button"
                aria-label={n.sites.leaveNamed(site.name)}
                onClick={() => setParting(site)}
              >
                {n.sites.leave}
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayDo(roles, "join") && standing === "owner" && <Code organ={organ} />}
      {parting && (
        <ReasonDialog
          title={n.sites.leaveNamed(parting.name)}
          text={n.sites.leaveText}
          button={n.sites.leave}
          onReason={(reason) => {
            setParting(null);
            void give("site.leave", { id: parting.id, reason });
          }}
          onCancel={() => setParting(null)}
        />
      )}
    </section>
  );
}

function describeSite({ kind, seq, at, left }: SiteRow): string {
  const now = pulse.state.value?.now ?? new Date().toISOString();
  const last = at === null ? n.sites.never : n.sites.last(sayAge(minutesSince(at, now)));
  const parts = [n.sites.kinds[kind], n.sites.head(seq), last, left ? n.sites.left : ""];
  return parts.filter((part) => part !== "").join(" · ");
}

function Code({ organ }: { readonly organ: string }) {
  const posting = useMemo(() => createPosting(link.ask), []);
  const [asking, setAsking] = useState(false);
  const [code, setCode] = useState<SiteCode | null>(null);
  const problem = posting.problem.value;
  const take = async (site: NewSite) => {
    setAsking(false);
    const path = `/api/organs/${encodeURIComponent(organ)}/site-code`;
    const taken = await posting.post<SiteCode>(path, site);
    if (taken) setCode(taken.value);
  };
  return (
    <>
      {problem && <ProblemBox problem={problem} />}
      <div class="row actions">
        <button type="button" disabled={posting.busy.value} onClick={() => setAsking(true)}>
          {n.sites.code}
        </button>
      </div>
      {asking && (
        <NewSiteDialog onSite={(site) => void take(site)} onCancel={() => setAsking(false)} />
      )}
      {code && (
        <Dialog title={n.sites.codeTitle} onClose={() => setCode(null)} first="h2">
          <p class="stamp pairing">
            <strong>{code.code}</strong>
          </p>
          <p>{n.sites.codeText(code.minutes)}</p>
          <button type="button" class="main" onClick={() => setCode(null)}>
            {t.app.close}
          </button>
        </Dialog>
      )}
    </>
  );
}
