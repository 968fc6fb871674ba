import type { Envelope } from '../bus/lane.js';
import type { Fault } from './fault.js';
import type { Timer } from './timer.js';

/** One atomic step that a run could take next: the head of a lane, the timer that is due first, or a fault under test. */
export type Decision = Envelope | Timer | Fault;

/** What a decision does: start the root, deliver, let a task settle, stop an actor, fire a timer, let a fault strike. */
export type DecisionKind = 'start' | Decision['kind'];
