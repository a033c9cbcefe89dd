import { useEffect, useMemo, useState } from "preact/hooks";
import type { CertificateRef, Certificates, People, PersonRef } from "../../domain/wire.gen.ts";
import { link } from "../../state/app.ts";
import { createPosting } from "../../state/posting.ts";
import { createResource } from "../../state/resource.ts";
import { address } from "../../state/route.ts";
import { o } from "../office_text.ts";
import type { SectionProps } from "../screen.ts";
import { t } from "../text.ts";
import { CertificateItem } from "./certificate_item.tsx";
import { ProblemBox } from "./problem_box.tsx";

const LEADER = "lanh_dao";

/** Which certificate signs for whom, and who still has none (R-SIG-02, R-TOK-12). */
export function CertificateSection({ organ }: SectionProps) {
  const place = `/api/organs/${encodeURIComponent(organ)}`;
  const { certificates, people, posting } = useMemo(() => questions(place), [place]);
  const [told, setTold] = useState("");
  const load = () => void Promise.all([certificates.load(), people.load()]);
  useEffect(load, [place]);

  const { value: known, fault } = certificates.state.value;
  const { value: office, fault: other } = people.state.value;
  const cause = fault ?? other;
  if ((!known || !office) && cause) return <ProblemBox problem={cause} onAgain={load} />;
  if (!known || !office) return <p role="status">{t.app.loading}</p>;
  const leaders = office.people.filter(({ roles }) => roles.includes(LEADER));
  const nameOf = (holder: string) => holderName(holder || organ, organ, office);
  const bind = async (certificate: CertificateRef, account: string) => {
    setTold("");
    const { serial, subject } = certificate;
    if (!(await posting.post(`${place}/certificates`, { serial, account }))) return;
    setTold(o.certificates.bound(subject, nameOf(account)));
    await certificates.load();
  };
  const problem = posting.problem.value;
  return (
    <>
      <p>{o.certificates.about}</p>
      <Inventory certificates={known.certificates} leaders={leaders} organ={organ} />
      <p class="note" role="status">
        {told}
      </p>
      {problem && <ProblemBox problem={problem} />}
      <ul class="rows">
        {known.certificates.map((certificate) => (
          <CertificateItem
            key={`${certificate.agent} ${certificate.serial}`}
            certificate={certificate}
            leaders={leaders}
            nameOf={nameOf}
            busy={posting.busy.value}
            onBind={(account) => void bind(certificate, account)}
          />
        ))}
      </ul>
    </>
  );
}

/** What is asked of the node here. */
function questions(place: string) {
  return {
    certificates: createResource<Certificates>(link.ask, `${place}/certificates`),
    people: createResource<People>(link.ask, `${place}/accounts`),
    posting: createPosting(link.ask),
  };
}

function holderName(holder: string, organ: string, { people }: People): string {
  if (holder === organ) return o.certificates.seal;
  return people.find(({ account }) => account === holder)?.name ?? holder;
}

interface InventoryProps {
  readonly certificates: readonly CertificateRef[];
  readonly leaders: readonly PersonRef[];
  readonly organ: string;
}

/** Who has none yet: the organ and each leader must have one. */
function Inventory({ certificates, leaders, organ }: InventoryProps) {
  const bound = new Set(certificates.flatMap(({ holders }) => holders));
  const missing = leaders.filter(({ account }) => !bound.has(account)).map(({ name }) => name);
  if (!bound.has(organ)) missing.unshift(o.certificates.seal);
  return (
    <>
      <p class="strong" role="status">
        {missing.length === 0
          ? o.certificates.complete
          : o.certificates.missing(missing.join(", "))}
      </p>
      {certificates.length === 0 && (
        <p>
          {o.certificates.none}{" "}
          <a class="button" href={address(organ, "quan-tri", "may-ky")}>
            {o.certificates.toAgents}
          </a>
        </p>
      )}
    </>
  );
}
