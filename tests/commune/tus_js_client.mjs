// Sends a file with tus-js-client as it comes: node tus_js_client.mjs <address> <file> <headers as JSON>.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { Upload } = createRequire(new URL("../../pwa/package.json", import.meta.url))("tus-js-client");
const [endpoint, path, headers] = process.argv.slice(2);

const upload = new Upload(readFileSync(path), {
  endpoint,
  headers: JSON.parse(headers),
  chunkSize: 128 * 1024,
  retryDelays: Array(20).fill(10),
  metadata: { filename: "Quét.pdf", filetype: "application/pdf" },
  onSuccess: () => console.log("sent"),
  onError: (error) => {
    console.error(error);
    process.exitCode = 1;
  },
});
upload.start();
