import { useState } from "preact/hooks";
import type { RegisterState } from "../../domain/wire.gen.ts";
import { n } from "../number_text.ts";
import { sayFault } from "../text.ts";
import { Dialog } from "./dialog.tsx";
import { TextField } from "./text_field.tsx";

interface CloseYearProps {
  readonly register: RegisterState;
  readonly onYes: (paper: number) => void;
  readonly onNo: () => void;
}

/** Khóa sổ: a person reads the last number in the paper book, for nobody asks for it again. */
export function CloseYear({ register: { book, year, mark }, onYes, onNo }: CloseYearProps) {
  const [paper, setPaper] = useState("");
  const [fault, setFault] = useState("");
  const close = () => {
    const readable = /^\d{1,9}$/.test(paper.trim());
    setFault(readable ? "" : sayFault({ field: "paper", why: "not_a_number" }));
    if (readable) onYes(Number(paper));
  };
  return (
    <Dialog title={n.holding.closeTitle(book, year)} onClose={onNo} first="input">
      <p>{n.holding.closeText(mark)}</p>
      <TextField
        name="paper_last"
        label={n.holding.closePaper}
        value=""
        fault={fault}
        numeric
        onEdit={setPaper}
      />
      <div class="row">
        <button type="button" class="main" onClick={close}>
          {n.holding.close}
        </button>
        <button type="button" class="quiet" onClick={onNo}>
          {n.holding.closeNo}
        </button>
      </div>
    </Dialog>
  );
}
