// PouchDB Server in memory behind TLS: node server.mjs HOST PORT CERTIFICATE KEY
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import express from "express";
import expressPouch from "express-pouchdb";
import memory from "pouchdb-adapter-memory";
import PouchDB from "pouchdb-core";
import mapreduce from "pouchdb-mapreduce";
import replication from "pouchdb-replication";

const [host, port, certificate, key] = process.argv.slice(2);
const Memory = PouchDB.plugin(memory)
  .plugin(replication)
  .plugin(mapreduce)
  .defaults({ adapter: "memory" });
const app = express();
app.disable("x-powered-by");
app.use("/", expressPouch(Memory, { mode: "minimumForPouchDB" })); // it compresses by itself
const tls = { cert: readFileSync(certificate), key: readFileSync(key) };
const server = createServer(tls, app);
server.keepAliveTimeout = 60_000; // its figures are those of a warm connection
server.listen(Number(port), host, () => {
  console.log(`ready https://${host}:${port}`);
});
