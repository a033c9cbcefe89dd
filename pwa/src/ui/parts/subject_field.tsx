import { useState } from "preact/hooks";
import { t } from "../text.ts";
import type { Span } from "./field.tsx";
import { TextField } from "./text_field.tsx";

const STANDARD_CHARACTERS = 500; // NĐ 30/2020 Phụ lục VI Phần II, Subject

interface SubjectFieldProps {
  readonly value?: string | undefined;
  readonly fault?: string | undefined;
  readonly span: Span;
}

/** Trích yếu: kept whole at any length; past the standard's 500 characters it says so. */
export function SubjectField({ value = "", fault, span }: SubjectFieldProps) {
  const [count, setCount] = useState(value.length);
  const long = count > STANDARD_CHARACTERS ? t.form.subjectLong(count) : undefined;
  return (
    <TextField
      name="subject"
      label={t.form.subject}
      value={value}
      hint={long}
      fault={fault}
      rows={2}
      required
      span={span}
      onEdit={(text) => setCount(text.length)}
    />
  );
}
