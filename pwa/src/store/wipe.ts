/** Takes everything of the office out of this browser. */

import { deleteDB } from "idb";

const DATABASES = ["vanthu", "vanthu-files", "vanthu-device"];

/** Delete every database and setting; databases that a page holds open go when it is closed. */
export async function wipeAll(settings: Storage): Promise<void> {
  settings.clear();
  await Promise.all(DATABASES.map((name) => deleteDB(name)));
}
