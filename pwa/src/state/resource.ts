/** Something the node has, loaded and loaded again: what was seen stays while the new comes. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Problem } from "../domain/wire.gen.ts";
import type { Ask } from "../sync/node.ts";

export interface Loaded<T> {
  readonly value: T | null;
  readonly loading: boolean;
  readonly fault: Problem | "silent" | null;
}

export interface Resource<T> {
  readonly state: ReadonlySignal<Loaded<T>>;
  readonly load: () => Promise<void>;
}

/** Return the resource at `path`; nothing is asked before `load`. */
export function createResource<T>(ask: Ask, path: string): Resource<T> {
  const state = signal<Loaded<T>>({ value: null, loading: false, fault: null });
  const load = async () => {
    state.value = { ...state.value, loading: true };
    const reply = await ask<T>("GET", path);
    state.value =
      reply.kind === "ok"
        ? { value: reply.value, loading: false, fault: null }
        : { value: state.value.value, loading: false, fault: reply.problem ?? "silent" };
  };
  return { state, load };
}
