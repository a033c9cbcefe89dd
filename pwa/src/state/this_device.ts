/** This browser as a device, built once. */

import { createDatabase } from "../store/database.ts";
import { createKeyStore } from "../store/device_key.ts";
import { wipeAll } from "../store/wipe.ts";
import { link } from "./app.ts";
import { createDevice, type Out } from "./device.ts";

export const device = createDevice({
  ask: link.askPlainly,
  keys: createKeyStore(),
  subtle: window.crypto?.subtle,
  onOut,
});

// Before anybody logs in: whoever found a lost device may never.
void device.find();

/** A lost device keeps nothing and nobody logged in; a revoked one what was never sent. */
async function onOut(out: Out): Promise<void> {
  if (out === "DEVICE_LOST") {
    await link.askPlainly("DELETE", "/api/session");
    const gone = wipeAll(window.localStorage);
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, OPEN_MS_MAX))]);
    window.location.reload();
    return;
  }
  await createDatabase().write(["rows", "meta"], async (writing) => {
    await Promise.all([writing.objectStore("rows").clear(), writing.objectStore("meta").clear()]);
  });
}

const OPEN_MS_MAX = 1_000; // what another part of the page holds open goes with the page
