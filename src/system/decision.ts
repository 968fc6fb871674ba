import type { Envelope } from '../bus/lane.js';
import type { Timer } from './timer.js';

/** One atomic step that a run could take next: the head of a lane, or the timer that is due first. */
export type Decision = Envelope | Timer;

/** What a decision does: start the root, deliver, let a task settle, stop an actor, fire a timer. */
export type DecisionKind = 'start' | Decision['kind'];
