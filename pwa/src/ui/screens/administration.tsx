import type { ComponentType } from "preact";
import { address } from "../../state/route.ts";
import { o } from "../office_text.ts";
import { AgentSection } from "../parts/agent_section.tsx";
import { CertificateSection } from "../parts/certificate_section.tsx";
import { Heading } from "../parts/heading.tsx";
import { NodeSection } from "../parts/node_section.tsx";
import { PeopleSection } from "../parts/people_section.tsx";
import type { ScreenProps, SectionProps } from "../screen.ts";

type Section = keyof typeof o.names;

const SECTIONS: Readonly<Record<Section, ComponentType<SectionProps>>> = {
  "nguoi-dung": PeopleSection,
  "may-ky": AgentSection,
  "chung-thu": CertificateSection,
  "tinh-trang": NodeSection,
};

/** Quản trị: people, signer agents, certificates, state; no document is shown here (R-SEC-11). */
export function Administration({ me, membership, id }: ScreenProps) {
  const organ = membership.organ.id;
  const names = Object.keys(SECTIONS) as Section[];
  const section = names.find((name) => name === id) ?? "nguoi-dung";
  const Shown = SECTIONS[section];
  return (
    <>
      <nav class="sections" aria-label={o.sections}>
        {names.map((name) => (
          <a
            key={name}
            href={address(organ, "quan-tri", name)}
            {...(name === section && { "aria-current": "page" as const })}
          >
            {o.names[name]}
          </a>
        ))}
      </nav>
      <Heading title={o.names[section]} />
      <Shown organ={organ} own={me.account} />
    </>
  );
}
