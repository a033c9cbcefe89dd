import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** False: the person has to answer, Escape does nothing. */
  readonly escapable?: boolean;
  /** A selector of what gets the focus, "h2" for the title; else the first control inside. */
  readonly first?: string;
}

/** A modal dialog that opens when it is shown; the browser keeps the focus inside. */
export function Dialog({ title, onClose, children, escapable = true, first }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before the effects of what is inside, which may move the focus from the first control.
  useLayoutEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    if (first) shown?.querySelector<HTMLElement>(first)?.focus();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (escapable) onClose();
      }}
    >
      <h2 id={titleId} {...(first === "h2" && { tabIndex: -1 })}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
