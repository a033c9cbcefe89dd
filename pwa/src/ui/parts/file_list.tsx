import type { FileRef } from "../../domain/wire.gen.ts";
import { saySize, t } from "../text.ts";

interface FileListProps {
  readonly organ: string;
  readonly document: string;
  readonly files: readonly FileRef[];
}

/** The files of a document; each opens in a tab of its own. */
export function FileList({ organ, document, files }: FileListProps) {
  if (files.length === 0) return <p>{t.detail.noFiles}</p>;
  const folder = `/api/organs/${encodeURIComponent(organ)}/documents/${encodeURIComponent(document)}/files`;
  return (
    <ul class="plain">
      {files.map((file) => (
        <li key={file.sha256} class="file-line">
          {file.removed ? (
            <span class="file-name">
              {file.name} ({t.detail.removedFile})
            </span>
          ) : (
            <a class="file-name" href={`${folder}/${file.sha256}`} target="_blank" rel="noopener">
              {file.name}
              <span class="unseen"> {t.out.newTab}</span>
            </a>
          )}
          <span class="hint">
            {file.kind === "main" && `${t.detail.main} · `}
            {saySize(file.size)} · {file.added_by || t.detail.node}
          </span>
        </li>
      ))}
    </ul>
  );
}
