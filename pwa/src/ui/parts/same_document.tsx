import { useEffect, useMemo } from "preact/hooks";
import type { AttachPaper, IncomingDocument, IncomingRow } from "../../domain/wire.gen.ts";
import { link, todayHere } from "../../state/app.ts";
import { createResource } from "../../state/resource.ts";
import type { Steps } from "../../state/steps.ts";
import { n } from "../number_text.ts";
import type { EarlierEntry } from "./confirmations.tsx";
import { StepLine } from "./step_line.tsx";

const PAPER = "giay";

interface SameDocumentProps {
  readonly organ: string;
  readonly earlier: EarlierEntry;
  /** The files of the sheet, already at the node. */
  readonly files: readonly string[];
  readonly steps: Steps;
  readonly onAttached: (row: IncomingRow) => void;
}

/**
 * The way out of a duplicate that is none: what lies on the desk is the paper of an e-document
 * that has its number (R-IN-15). Offered only where the earlier entry is one, without paper yet.
 */
export function SameDocument({ organ, earlier, files, steps, onAttached }: SameDocumentProps) {
  const found = useMemo(() => {
    const place = [organ, "incoming", earlier.id].map(encodeURIComponent).join("/");
    return createResource<IncomingDocument>(link.ask, `/api/organs/${place}`);
  }, [organ, earlier.id]);
  useEffect(() => void found.load(), [found]);
  const row = found.state.value.value?.row;
  if (!row || row.source === PAPER || row.paper_on !== null || row.state !== "issued") return null;
  const attach = async () => {
    const payload: AttachPaper = { id: row.id, received_on: todayHere(), files };
    const outcome = await steps.run("paper.attach", payload);
    if (outcome?.kind === "accepted") onAttached(row);
  };
  return (
    <>
      <button type="button" disabled={steps.running.value !== null} onClick={() => void attach()}>
        {n.paper.same(row.number)}
      </button>
      <StepLine steps={steps} />
    </>
  );
}
