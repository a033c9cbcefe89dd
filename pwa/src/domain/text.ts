/**
 * Vietnamese text: mended once on entry, folded for search. The twin of vanthu_sync.text, held
 * to it by sync/vectors/text.json.
 *
 * 1. `mend` makes what is stored: NFC, Đ for the Icelandic Ð, no invisible characters, single
 *    spaces, line breaks as LF.
 * 2. `fold` makes what is searched: without accents, đ as d, lower case, words split by one space.
 * 3. Both are idempotent.
 */

const LINE_END = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
const NEVER_A_CHARACTER = /\p{Noncharacter_Code_Point}/gu;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;

/** Return `text` as it is stored (R-FMT-06). */
export function mend(text: string): string {
  return text
    .replace(NEVER_A_CHARACTER, "")
    .replace(LINE_END, "\n")
    .replace(/Ð/g, "Đ")
    .replace(/ð/g, "đ")
    .split("\n")
    .map(singleSpaced)
    .join("\n")
    .trim();
}

/** Return the search form of `text`: "45/UBND-NV" and "45 ubnd nv" meet. */
export function fold(text: string): string {
  const plain = mend(text).replace(/[Đđ]/g, "d").normalize("NFD").replace(/\p{M}/gu, "");
  return plain
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Tell whether every word of `query` begins a word of `text`, both without accents. */
export function matches(text: string, query: string): boolean {
  const words = ` ${fold(text)}`;
  return fold(query)
    .split(" ")
    .every((word) => words.includes(` ${word}`));
}

/** Return the first letters of the words of `text`, folded: "Ủy ban nhân dân" gives "ubnd". */
export function initials(text: string): string {
  return fold(text)
    .split(" ")
    .map((word) => word.slice(0, 1))
    .join("");
}

function singleSpaced(line: string): string {
  const visible = line.replace(/[\t\p{Zs}]/gu, " ").replace(INVISIBLE, "");
  return visible.normalize("NFC").replace(/ {2,}/g, " ").trim();
}
