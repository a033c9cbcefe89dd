// A device with PouchDB: node client.mjs ADDRESS WEEK. Acts come by lines of stdin, one answer each.
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { createInterface } from "node:readline";
import http from "pouchdb-adapter-http";
import memory from "pouchdb-adapter-memory";
import PouchDB from "pouchdb-core";
import replication from "pouchdb-replication";

const [address, path] = process.argv.slice(2);
const week = JSON.parse(readFileSync(path, "utf8"));
PouchDB.plugin(memory).plugin(http).plugin(replication);
// One connection that stays warm; TCP's own probes, one a second by default, would count as its.
const agent = new Agent({ keepAlive: true, keepAliveMsecs: 60_000, maxSockets: 1 });
let requests = 0;
const fetch = (url, options) => {
  requests += 1;
  return PouchDB.fetch(url, { ...options, agent });
};
const local = new PouchDB("week", { adapter: "memory" });
const remote = new PouchDB(`${address}/week`, { fetch });

const created = ({ id, ...fields }) => ({ _id: id, ...fields });

async function write() {
  await local.bulkDocs(week.documents.map(created));
  for (const act of week.acts) {
    const { rows } = await local.allDocs({ include_docs: true });
    await local.bulkDocs(rows.map(({ doc }) => ({ ...doc, ...act })));
  }
}

// A device asks again until it is through, as the bad link demands.
async function send() {
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      const { doc_write_failures: failures } = await local.replicate.to(remote);
      if (failures === 0) return;
    } catch (error) {
      console.log(`again: ${error.message ?? error}`);
    }
  }
  throw new Error("never through");
}

const acts = {
  week: send,
  idle: send,
  one: async () => {
    const [first] = week.documents;
    await local.put(created({ ...first, id: "den-2026-00351", number: 351 }));
    await send();
  },
};

await write();
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  requests = 0;
  await acts[line]();
  console.log(`done ${requests}`);
}
