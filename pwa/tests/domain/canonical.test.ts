import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, NotCanonical, type Value } from "../../src/domain/canonical.ts";
import { readVectors, sha256 } from "../vectors.ts";

interface Accepted {
  readonly name: string;
  readonly value: Value;
  readonly canonical: string;
  readonly sha256: string;
}

interface Vectors {
  readonly accepted: readonly Accepted[];
  readonly refused: readonly { readonly name: string; readonly value: Value }[];
  readonly not_canonical: readonly { readonly name: string; readonly text: string }[];
}

const vectors = readVectors<Vectors>("canonical");

for (const { name, value, canonical, sha256: hash } of vectors.accepted)
  test(`JN1 one byte form: ${name}`, async () => {
    assert.equal(encode(value), canonical);
    assert.equal(await sha256(encode(value)), hash);
  });

for (const { name, value } of vectors.refused)
  test(`JN1 has no canonical form: ${name}`, () => {
    assert.throws(() => encode(value), NotCanonical);
  });

for (const { name, text } of vectors.not_canonical)
  test(`JN1 is not read as canonical: ${name}`, () => {
    assert.throws(() => decode(text), NotCanonical);
  });
