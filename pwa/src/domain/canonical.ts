/**
 * The one text form of a value, so that a hash means the same everywhere (PROTOCOL.md JN1):
 * RFC 8785 restricted to null, booleans, integers within ±(2^53 - 1), strings, arrays and
 * objects with ASCII keys. The hash is taken over its UTF-8 bytes. The twin of
 * vanthu_sync.canonical, held to it by sync/vectors/canonical.json.
 */

export type Value = null | boolean | number | string | readonly Value[] | Fields;

export interface Fields {
  readonly [key: string]: Value;
}

/** The value has no canonical form: a float, a too large integer, half a character, a key. */
export class NotCanonical extends Error {
  override readonly name = "NotCanonical";
}

const LONE_SURROGATE = /\p{Cs}/u;
const ASCII = /^[\0-\x7f]*$/;

/** Return the canonical text of `value`; throws NotCanonical. */
export function encode(value: Value): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return encodeInteger(value);
  if (typeof value === "string") return encodeText(value);
  if (isList(value)) return `[${value.map(encode).join(",")}]`;
  return encodeFields(value);
}

/** Return the object that `text` is the canonical form of; throws NotCanonical otherwise. */
export function decode(text: string): Fields {
  const value = parse(text);
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new NotCanonical("not an object");
  if (encode(value as Fields) !== text) throw new NotCanonical("not in canonical form");
  return value as Fields;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotCanonical("not JSON");
  }
}

function isList(value: readonly Value[] | Fields): value is readonly Value[] {
  return Array.isArray(value);
}

function encodeInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw new NotCanonical(`not a safe integer: ${value}`);
  return String(value);
}

function encodeText(value: string): string {
  if (LONE_SURROGATE.test(value)) throw new NotCanonical("half of a surrogate pair");
  return JSON.stringify(value);
}

function encodeFields(fields: Fields): string {
  const pairs = Object.keys(fields)
    .sort()
    .map((key) => {
      if (!ASCII.test(key)) throw new NotCanonical(`key beyond ASCII: ${key}`);
      return `${encodeText(key)}:${encode(fields[key] ?? null)}`;
    });
  return `{${pairs.join(",")}}`;
}
