import type { EventObject } from 'xstate';
import type { Envelope } from '../bus/lane.js';
import type { ActorRecord } from './actor-record.js';
import type { Decision } from './decision.js';
import type { Effect } from './effect.js';

/** One decision that was carried out, with all that it led to. */
export interface Step {
  /** The number of the decision: 0 starts the root. */
  readonly index: number;
  /** When it happened, in milliseconds of the run's clock. */
  readonly time: number;
  /** What was decided; `undefined` for the start of the root. */
  readonly decision: Decision | undefined;
  /** The actor whose step it was. */
  readonly actor: ActorRecord;
  /** What happened meanwhile, in order. */
  readonly effects: readonly Effect[];
}

/** An envelope that reached the bus between two decisions: sent from outside, or by an asynchronous task. */
export interface Arrival {
  /** How many decisions had been taken. */
  readonly after: number;
  readonly envelope: Envelope;
}

/** An event that an actor emitted to whoever listens outside of the system. */
export interface Emission {
  /** In milliseconds of the run's clock. */
  readonly time: number;
  readonly address: string;
  readonly event: EventObject;
}
