/** Writes each asset of the build also as .br and .gz, so that the node never compresses. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const WORTH_IT = /\.(?:html|js|css|svg|json|webmanifest)$/;

/** A Vite plugin that compresses what was built, after the last byte is written. */
export function compressAssets(folder: string): Plugin {
  return {
    name: "vanthu-compress",
    apply: "build",
    closeBundle: { order: "post", sequential: true, handler: () => compressFolder(folder) },
  };
}

function compressFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compressFolder(path);
    else if (WORTH_IT.test(entry.name)) compressFile(path);
  }
}

function compressFile(path: string): void {
  const content = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
