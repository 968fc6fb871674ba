import type { SystemView } from '../explorer/system-view.js';
import type { Decision } from '../system/decision.js';
import type { Breakpoint, Detector } from './breakpoint.js';
import type { BrokenProperty, DebugStep } from './debug-step.js';

/** The breakpoints of a debugger, and what was the case for each behind the last decision. */
export class Breakpoints {
  readonly #entries: Entry[] = [];
  #lastId = 0;

  /** All of them, in the order in which they were set. */
  get all(): Breakpoint[] {
    return this.#entries.map(({ breakpoint }) => breakpoint);
  }

  /** Sets one; what is the case now is no reason to stop. */
  add(pattern: string, detector: Detector, view: SystemView, last: DebugStep): Breakpoint {
    const { kind, warning } = detector;
    const breakpoint = { id: ++this.#lastId, pattern, kind, warning };
    this.#entries.push({ breakpoint, detector, held: new Set(detector.holding(view, last)) });
    return breakpoint;
  }

  /** Takes one away; whether there was one. */
  delete(id: number): boolean {
    const place = this.#entries.findIndex(({ breakpoint }) => breakpoint.id === id);
    if (place === -1) {
      return false;
    }
    this.#entries.splice(place, 1);
    return true;
  }

  /** Those to stop at before a decision. */
  before(decision: Decision): Breakpoint[] {
    return this.#entries
      .filter(({ detector }) => detector.matches(decision))
      .map(({ breakpoint }) => breakpoint);
  }

  /** Those for which something is the case now that was not when this was last asked. */
  behind(view: SystemView, last: DebugStep): Breakpoint[] {
    return this.#entries
      .filter((entry) => {
        const { held } = entry;
        const now = entry.detector.holding(view, last);
        entry.held = new Set(now);
        return now.some((what) => !held.has(what));
      })
      .map(({ breakpoint }) => breakpoint);
  }

  /** Those to stop at where the end of a run breaks properties. */
  atEnd(view: SystemView, last: DebugStep, violations: readonly BrokenProperty[]): Breakpoint[] {
    return this.#entries
      .filter(({ detector }) => detector.kind === 'violated')
      .filter(({ detector }) => detector.holding(view, { ...last, violations }).length > 0)
      .map(({ breakpoint }) => breakpoint);
  }
}

interface Entry {
  readonly breakpoint: Breakpoint;
  readonly detector: Detector;
  held: ReadonlySet<string>;
}
