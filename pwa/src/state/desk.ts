/** What forms need beside the link, built once: drafts of this browser, the way up for files. */

import { createDrafts } from "../store/drafts.ts";
import { createUpload, type Upload } from "../sync/uploads.ts";
import { link } from "./app.ts";
import { database } from "./here.ts";

const send = createUpload();

export const drafts = createDrafts(database);
export const upload: Upload = (file, onSent) => link.patiently(() => send(file, onSent));
