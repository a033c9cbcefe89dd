import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../text.ts";

interface HeadingProps {
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** The screen's title: names the tab, and takes the focus so that a reader hears the change. */
export function Heading({ title, children }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${title} – ${t.app.name}`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div class="heading">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <div class="row">{children}</div>
    </div>
  );
}
