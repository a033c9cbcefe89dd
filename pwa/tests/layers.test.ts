import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

/** Who may import whom inside src/; a layer always knows itself and the domain. */
const KNOWS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  store: ["sync"],
  sync: [],
  state: ["store", "sync"],
  ui: ["state"],
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

function importsOf(file: string, text: string): Import[] {
  const from = file.split("/")[0] ?? "";
  const found = text.matchAll(/(?:from|import) ?\(?"(\.[^"]+)"/g);
  return Array.from(found, ([, path = ""]) => {
    const resolved = new URL(path, `file:///${file}`).pathname.slice(1);
    return { file, from, to: resolved.split("/")[0] ?? "" };
  });
}

function forbidden({ from, to }: Import): boolean {
  return from !== to && to !== "domain" && !KNOWS[from]?.includes(to);
}

test("ui calls state, state calls store and sync, never the other way", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf-8" });
  const sources = files
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => file.replace(/\\/g, "/"));
  const imports = sources.flatMap((file) => importsOf(file, readFileSync(`src/${file}`, "utf-8")));
  assert.ok(imports.length > 100);
  assert.deepEqual(imports.filter(forbidden), []);
});

test("the check sees an import that goes the wrong way", () => {
  const wrong = importsOf("sync/node.ts", 'import { link } from "../state/app.ts";');
  assert.equal(wrong.filter(forbidden).length, 1);
});
