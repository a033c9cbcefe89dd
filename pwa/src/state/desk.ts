/** What forms need beside the link, built once: drafts of this browser, the way up for files. */

import { createDrafts } from "../store/drafts.ts";
import { createWaitingFiles } from "../store/waiting_files.ts";
import { createUpload, sha256Of } from "../sync/uploads.ts";
import { link, wait, wake } from "./app.ts";
import { database } from "./here.ts";
import { type Connection, createSparing } from "./sparing.ts";
import type { Lane } from "./uploads.ts";

const tus = createUpload({
  ask: link.askPlainly,
  fetch: (url, init) => window.fetch(url, init),
  digest: sha256Of,
  now: () => performance.now(),
  clear: link.quiet,
});

export const drafts = createDrafts(database);
export const upload: Lane = {
  upload: {
    send: (file, sending) => link.patiently(() => tus.send(file, sending)),
    drop: tus.drop,
  },
  waiting: createWaitingFiles(),
  wait,
  sparing: createSparing(window.localStorage, (navigator as WithConnection).connection),
};

window.addEventListener("online", wake);

interface WithConnection extends Navigator {
  readonly connection?: Connection;
}
