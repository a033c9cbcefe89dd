/** One file up to the node, with its progress (fetch cannot tell how far a body has gone). */

import type { Uploaded } from "../domain/wire.gen.ts";
import { judge, type Reply } from "./node.ts";

/** Sends `file`; `onSent` hears how many bytes have gone. Never rejects. */
export type Upload = (file: File, onSent: (bytes: number) => void) => Promise<Reply<Uploaded>>;

/** Return the port over XMLHttpRequest. */
export function createUpload(): Upload {
  return (file, onSent) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("PUT", `/api/uploads/${encodeURIComponent(file.name.normalize("NFC"))}`);
      request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
      request.setRequestHeader("X-Vanthu", "1");
      request.upload.onprogress = ({ loaded }) => onSent(loaded);
      request.onload = () => resolve(readReply(request));
      request.onerror = () => resolve({ kind: "silent", problem: null });
      request.send(file);
    });
}

function readReply(request: XMLHttpRequest): Reply<Uploaded> {
  try {
    return judge<Uploaded>(request.status, JSON.parse(request.responseText));
  } catch {
    return { kind: "silent", problem: null };
  }
}
