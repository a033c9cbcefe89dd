/** Runs the compiled tests with Node's own runner; exits 1 when one fails. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { run } from "node:test";
import { spec } from "node:test/reporters";

const FOLDER = "node_modules/.cache/tsc/tests";

const files = readdirSync(FOLDER, { recursive: true })
  .filter((name) => name.endsWith(".test.js"))
  .map((name) => join(FOLDER, name));

run({ files: files.map((file) => join(process.cwd(), file)), concurrency: true })
  .on("test:fail", () => {
    process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
