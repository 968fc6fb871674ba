import type { InspectionEvent } from 'xstate';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Step } from '../system/step.js';

/** Looks on while a schedule is run; it has no say in its verdict, and changes nothing. */
export interface RunObserver {
  /** Whether all that it has noted still holds when the system is put back to where it was. */
  readonly bearsGoingBack?: boolean;
  /** Told of each of XState's inspection events, the root's first macrostep included; slows the run down. */
  inspect?(event: InspectionEvent): void;
  /** Shown the system before it starts. */
  begin?(system: ControlledSystem): void;
  /** Told of each step until the run has ended, the start of the system included. */
  step?(step: Step): void;
}
