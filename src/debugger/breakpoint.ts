import type { SystemView } from '../explorer/system-view.js';
import type { Decision } from '../system/decision.js';
import type { DebugStep } from './debug-step.js';

/** Where a run is to stop. */
export interface Breakpoint {
  /** Its number, from 1. */
  readonly id: number;
  /** As it was asked for. */
  readonly pattern: string;
  readonly kind: BreakpointKind;
  /** What is odd about it: that it matches nothing that is known, with near names. */
  readonly warning: string | undefined;
}

/**
 * - `name`: stops before a decision by the address of its receiver or the type of its event
 * - `state`: stops behind the decision by which an actor has entered a state
 * - `condition`: stops behind the decision by which an expression has become true
 * - `change`: stops behind the decision by which the value of an expression has become another
 * - `violated`: stops behind the decision by which a property no longer holds
 */
export type BreakpointKind = 'name' | 'state' | 'condition' | 'change' | 'violated';

/** How it is told whether a run has come to a breakpoint. */
export interface Detector {
  readonly kind: BreakpointKind;
  readonly warning: string | undefined;
  /** Whether to stop before this decision. */
  matches(decision: Decision): boolean;
  /** What is the case behind the last decision; to stop where something is that was not before. */
  holding(view: SystemView, last: DebugStep): readonly string[];
}
