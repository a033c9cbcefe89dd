/**
 * What a phone or an office PC fetches until the first usable screen (log-in, then the list):
 * ≤ 100 KB in all and ≤ 60 KB of JavaScript, compressed (ux.md, measurable goals). A build over
 * the budget fails. The browser tests measure the same on the wire.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, Rollup } from "vite";

const KILO = 1024;
const ALL_BYTES_MAX = 100 * KILO;
const SCRIPT_BYTES_MAX = 60 * KILO;
const FIRST_SCREEN = "incoming_list.tsx";
const PAGE = ["index.html", "icon.svg"];

/** A Vite plugin that weighs the first screen in `folder`, after compressAssets. */
export function weighFirstScreen(folder: string): Plugin {
  let files: readonly string[] = [];
  return {
    name: "vanthu-budget",
    apply: "build",
    writeBundle: (_options, bundle) => {
      files = firstFiles(bundle);
    },
    closeBundle: { order: "post", sequential: true, handler: () => weigh(folder, files) },
  };
}

/** Return the scripts and styles of the first screen: the entry, the list, what both import. */
export function firstFiles(bundle: Rollup.OutputBundle): readonly string[] {
  const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
  const reached = new Set<string>();
  const reach = (name: string) => {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    if (!chunk || reached.has(name)) return;
    reached.add(name);
    chunk.imports.forEach(reach);
  };
  for (const { fileName, isEntry, facadeModuleId } of chunks)
    if (isEntry || facadeModuleId?.endsWith(FIRST_SCREEN)) reach(fileName);
  return [...reached, ...Object.keys(bundle).filter((name) => name.endsWith(".css"))];
}

function weigh(folder: string, files: readonly string[]): void {
  const bytes = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + readFileSync(join(folder, `${name}.br`)).length, 0);
  const script = bytes(files.filter((name) => name.endsWith(".js")));
  const all = bytes([...files, ...PAGE]);
  if (script > SCRIPT_BYTES_MAX || all > ALL_BYTES_MAX)
    throw new Error(`the first screen weighs ${all} bytes, ${script} of them JavaScript`);
}
