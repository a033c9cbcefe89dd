/**
 * The symbol of a document, typed as one field and kept as two (NĐ 30/2020 Phụ lục VI II.4-5):
 * "45/UBND-NV" is số 45, ký hiệu UBND-NV. A notation that begins with "-" joins without a
 * stroke, as the node joins it: put together again, the two give what stands on the paper, also
 * for "45-NQ/TW" and "14/1998/CT-TTg".
 */

import { DOCUMENT_TYPES } from "./wire.gen.ts";

export interface DocumentSymbol {
  readonly number: string;
  readonly notation: string;
}

const LABEL = /^(?:số|so)\s*[:.]?\s*(?=\d)/i;
const PLAIN = "Công văn";

/** Return the two parts of a typed symbol. */
export function splitSymbol(typed: string): DocumentSymbol {
  const text = typed.trim().replace(LABEL, "");
  const dash = /^(\d+)\s*(-.+)$/.exec(text);
  if (dash) return { number: dash[1] ?? "", notation: dash[2] ?? "" };
  const stroke = text.indexOf("/");
  if (stroke >= 0)
    return { number: text.slice(0, stroke).trim(), notation: text.slice(stroke + 1).trim() };
  return /^\d/.test(text) ? { number: text, notation: "" } : { number: "", notation: text };
}

/** Return the symbol as it stands on the paper. */
export function joinSymbol({ number, notation }: DocumentSymbol): string {
  const joint = number && notation && !notation.startsWith("-") ? "/" : "";
  return `${number}${joint}${notation}`;
}

/** Return the document type that a notation shows: "QĐ-UBND" is a Quyết định, "" unknown. */
export function typeOfNotation(notation: string): string {
  const marks = notation.split(/[-/\s]+/).filter((mark) => mark !== "" && !/^\d+$/.test(mark));
  const first = marks[0];
  if (first === undefined) return "";
  const named = Object.entries(DOCUMENT_TYPES).find(([, short]) => short !== "" && short === first);
  return named ? named[0] : PLAIN;
}

/** Return the notation that a document type takes in an organ: "TB-UBND", "UBND" for a letter. */
export function notationFor(typeName: string, organShort: string): string {
  const short = DOCUMENT_TYPES[typeName] ?? "";
  return short ? `${short}-${organShort}` : organShort;
}
