import type { RecordedStep } from '../explorer/report/schedule-record.js';
import type { Effect } from '../system/effect.js';

/** A decision that was taken, the start of the system (0) among them, with all that it led to. */
export interface DebugStep extends RecordedStep {
  /** What happened meanwhile, in order. */
  readonly effects: readonly Effect[];
  /** The properties that do not hold behind it. */
  readonly violations: readonly BrokenProperty[];
}

/** A property that does not hold. */
export interface BrokenProperty {
  readonly property: string;
  /** How it was broken, in one sentence. */
  readonly message: string;
}
