import assert from "node:assert/strict";
import { test } from "node:test";
import { createUpload, sha256Of } from "../../src/sync/uploads.ts";
import { FakeTus } from "./fake_tus.ts";

const KILO = 1024;

function scan(kilobytes: number, name = "Quét.pdf"): File {
  const bytes = Uint8Array.from({ length: kilobytes * KILO }, (_, place) => place % 251);
  return new File([bytes], name, { type: "application/pdf" });
}

function over(node: FakeTus, { partMs = 0, clear = async () => undefined as undefined } = {}) {
  let ms = 0;
  const now = () => {
    ms += partMs;
    return ms;
  };
  return createUpload({ ask: node.ask, fetch: node.fetch, digest: sha256Of, now, clear });
}

function sending(sent: number[] = [], stop = new AbortController()) {
  return { onSent: (bytes: number) => sent.push(bytes), signal: stop.signal };
}

test("up1: a file that the node knows is not sent", async () => {
  const node = new FakeTus();
  const file = scan(100);
  await over(node).send(file, sending());
  const came = node.came;
  const reply = await over(node).send(scan(100, "bản sao.pdf"), sending());
  assert.equal(reply.kind === "ok" && reply.value.sha256, await sha256Of(file));
  assert.equal(node.came, came);
});

test("up3: parts grow to 256 KB on a quick link and stay at 64 KB on a slow one", async () => {
  const [quick, slow] = [new FakeTus(), new FakeTus()];
  await over(quick).send(scan(1000), sending());
  await over(slow, { partMs: 8_000 }).send(scan(200), sending());
  assert.deepEqual(
    quick.parts.map((bytes) => bytes / KILO),
    [64, 128, 256, 256, 256, 40],
  );
  assert.deepEqual(
    slow.parts.map((bytes) => bytes / KILO),
    [64, 64, 64, 8],
  );
});

test("up3: after a cut it goes on where the node has it, byte by byte", async () => {
  const node = new FakeTus();
  const file = scan(300);
  const sent: number[] = [];
  node.cutAfter = 1000;
  assert.equal((await over(node).send(file, sending(sent))).kind, "silent");
  const reply = await over(node).send(file, sending(sent));
  assert.equal(reply.kind, "ok");
  assert.equal(node.came, file.size);
  assert.deepEqual(sent.slice(0, 3), [0, 1000, 1000 + 64 * KILO]);
  assert.equal(sent.at(-1), file.size);
});

test("up6: an upload that the node forgot begins anew", async () => {
  const node = new FakeTus();
  node.refuse = { status: 404, code: "UPLOAD_GONE" };
  const reply = await over(node).send(scan(10), sending());
  assert.equal(reply.kind, "ok");
  assert.equal(node.methods.filter((method) => method === "POST").length, 2);
});

test("up4: where another window goes on this one waits and asks again later", async () => {
  const node = new FakeTus();
  node.refuse = { status: 423, code: "UPLOAD_BUSY" };
  assert.equal((await over(node).send(scan(10), sending())).kind, "silent");
  assert.equal((await over(node).send(scan(10), sending())).kind, "ok");
});

test("up5: a refused file is refused with its code", async () => {
  const node = new FakeTus();
  node.refuse = { status: 422, code: "PDF_BROKEN" };
  const reply = await over(node).send(scan(10), sending());
  assert.equal(reply.kind === "refused" && reply.problem.code, "PDF_BROKEN");
});

test("a file that is stopped sends nothing more", async () => {
  const node = new FakeTus();
  const stop = new AbortController();
  const upload = createUpload({
    ask: node.ask,
    fetch: (place, init) =>
      init.signal?.aborted ? Promise.reject(new Error("aborted")) : node.fetch(place, init),
    digest: sha256Of,
    now: () => 0,
    clear: async () => stop.abort(),
  });
  assert.equal((await upload.send(scan(10), sending([], stop))).kind, "silent");
  assert.equal(node.came, 0);
});

test("a part waits until no data is on its way", async () => {
  const node = new FakeTus();
  let cleared = 0;
  const upload = over(node, {
    clear: async () => {
      cleared += 1;
      assert.equal(node.parts.length, cleared - 1);
    },
  });
  await upload.send(scan(200), sending());
  assert.equal(cleared, 3);
});

test("a dropped file is forgotten at the node", async () => {
  const node = new FakeTus();
  const file = scan(100);
  node.cutAfter = 5;
  const upload = over(node);
  await upload.send(file, sending());
  upload.drop(file);
  assert.equal(node.methods.at(-1), "DELETE");
});

test("a file that cannot be read any more is no fault of the node", async () => {
  const node = new FakeTus();
  const upload = createUpload({
    ...{ ask: node.ask, fetch: node.fetch, now: () => 0, clear: async () => undefined },
    digest: () => Promise.reject(new Error("the stick is gone")),
  });
  assert.equal((await upload.send(scan(1), sending())).kind, "silent");
});
