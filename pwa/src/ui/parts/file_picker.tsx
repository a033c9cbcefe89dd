import { useState } from "preact/hooks";
import type { Item, Uploads, Way } from "../../state/uploads.ts";
import { saySize, t } from "../text.ts";

/** Choose or drop files; each shows its own way to the node, refusals beside it. */
export function FilePicker({ uploads }: { readonly uploads: Uploads }) {
  const [over, setOver] = useState(false);
  const add = (files: FileList | null | undefined) => {
    if (files?.length) void uploads.add(Array.from(files));
  };
  return (
    <div class="files">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same by keyboard */}
      <div
        class={over ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          add(event.dataTransfer?.files);
        }}
      >
        <label class="button">
          <span aria-hidden="true">+&nbsp;</span>
          {t.upload.choose}
          <input
            type="file"
            class="unseen"
            multiple
            onChange={(event) => {
              add(event.currentTarget.files);
              event.currentTarget.value = "";
            }}
          />
        </label>
        <span class="hint">{t.upload.drop}</span>
      </div>
      <SparingChoice uploads={uploads} />
      <ul class="plain" aria-live="polite">
        {uploads.items.value.map((item) => (
          <FileLine key={item.id} item={item} uploads={uploads} />
        ))}
      </ul>
    </div>
  );
}

/** Whether files wait for the person's word on a link that is paid by the byte. */
function SparingChoice({ uploads: { sparing } }: { readonly uploads: Uploads }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={sparing.value}
        onChange={(event) => {
          sparing.value = event.currentTarget.checked;
        }}
      />
      {t.upload.sparing}
    </label>
  );
}

function FileLine({ item, uploads }: { readonly item: Item; readonly uploads: Uploads }) {
  const { stage, name } = item;
  return (
    <li class="file-line">
      <div>
        <span class="file-name">{name}</span>
        <StageText item={item} />
      </div>
      <div class="row">
        {(stage.kind === "lost" || stage.kind === "paused") && (
          <button
            type="button"
            aria-label={t.upload.sendNamed(name)}
            onClick={() => void uploads.retry(item.id)}
          >
            {t.upload.send}
          </button>
        )}
        {(stage.kind === "sending" || stage.kind === "queued") && (
          <button
            type="button"
            class="quiet"
            aria-label={t.upload.pauseNamed(name)}
            onClick={() => uploads.pause(item.id)}
          >
            {t.upload.pause}
          </button>
        )}
        <button
          type="button"
          class="quiet"
          aria-label={t.upload.removeNamed(name)}
          onClick={() => uploads.remove(item.id)}
        >
          {t.upload.remove}
        </button>
      </div>
    </li>
  );
}

function StageText({ item: { stage, size, name } }: { readonly item: Item }) {
  if ("sent" in stage) return <WayText stage={stage} size={size} name={name} />;
  if (stage.kind === "there") {
    const { uploaded } = stage;
    return (
      <span class="hint">
        <span aria-hidden="true">✓ </span>
        {t.upload.there(saySize(uploaded.size))}
        {uploaded.pages !== null && ` · ${t.upload.pages(uploaded.pages)}`}
        {uploaded.warnings.map((warning) => ` · ${warning.text}`)}
      </span>
    );
  }
  return (
    <span class="fault">
      <span aria-hidden="true">! </span>
      {[stage.problem.title, stage.problem.detail, stage.problem.next_step]
        .filter((text, index, all) => text !== "" && all.indexOf(text) === index)
        .join(" ")}{" "}
      ({stage.problem.code})
    </span>
  );
}

interface WayTextProps {
  readonly stage: Way;
  readonly size: number;
  readonly name: string;
}

/** How far a file is that is not at the node yet. */
function WayText({ stage: { kind, sent }, size, name }: WayTextProps) {
  const percent = Math.floor((100 * sent) / Math.max(1, size));
  if (kind === "sending")
    return (
      <span class="hint">
        <progress max={size} value={sent} aria-label={name} /> <span aria-hidden="true">↻ </span>
        {t.upload.sending(percent, saySize(sent), saySize(size))}
      </span>
    );
  if (kind === "lost") return <span class="fault">{t.upload.lost(percent)}</span>;
  const say = kind === "queued" ? t.upload.queued(saySize(size)) : null;
  return <span class="hint">{say ?? t.upload.paused(percent, saySize(size))}</span>;
}
