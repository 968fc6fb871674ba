import type { Step } from '../system/step.js';
import type { Choice } from './choice.js';
import type { SystemView } from './system-view.js';

/** Something that every run of a system is to keep. */
export interface Property {
  /** What is to hold, as reports say it: `every order is served once`. */
  readonly name: string;
  /**
   * Whether its verdict may depend on when this step happens among the others for which this is true. A property
   * that looks at one actor alone, or at the end of a run, says `false`. Of two orders of steps that nobody looks
   * at, `exhaustive()` runs only one.
   */
  looksAt(step: Step): boolean;
  /** Begins to watch one run, before the system has started. */
  watch(view: SystemView): Watch;
}

/** One property watching one run. A watch that throws has found a violation, with what it threw. */
export interface Watch {
  /** Before a decision is carried out. */
  beforeStep?(choice: Choice): void;
  /** After each decision, the start of the system included. */
  afterStep?(step: Step): Violation | undefined;
  /** When the run has come to its end, unless it was cut short. */
  atEnd?(end: RunEnd): Violation | undefined;
  /** What the watch remembers, where a search over states must tell apart what it has and has not seen. */
  memory?(): unknown;
  /**
   * Keeps what the watch remembers, and returns what puts it back, so that a search can take up a run where it was
   * before. Without it every run is begun at the start; only a watch that is told of no step needs none.
   */
  save?(): () => void;
}

/** The `save` of a watch that remembers nothing from one step to the next. */
export function remembersNothing(): () => void {
  return () => undefined;
}

/**
 * How a run ended: its root ended and all was delivered; nothing could happen any more; it took as many decisions
 * as it may; only promises were left that did not settle.
 */
export type RunEnd = 'finished' | 'at-rest' | 'step-limit' | 'waiting';

/** How a run broke a property. */
export interface Violation {
  /** In one sentence, with the address of the actor that it is about. */
  readonly message: string;
  /** The actor that it is about, if it is about one. */
  readonly address?: string;
  /** What was thrown, if something was. */
  readonly error?: unknown;
}
