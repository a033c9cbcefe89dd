/** What forms need beside the link, built once: drafts of this browser, the way up for files. */

import { createDrafts } from "../store/drafts.ts";
import { createUpload } from "../sync/uploads.ts";

export const drafts = createDrafts();
export const upload = createUpload();
