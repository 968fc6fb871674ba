import type { Envelope } from './lane.js';

/**
 * Why an envelope was not delivered:
 * - `receiver-ended`: the receiver was done, in error or stopped;
 * - `receiver-never-started`: the receiver was created but its parent never started it;
 * - `sender-replaced`: a report (done, error, snapshot) of an earlier incarnation of a child, which the
 *   parent would have taken for its successor's, or of a child which the parent had already stopped;
 * - `dropped`: a fault under test lost it.
 */
export type DeadLetterReason = 'receiver-ended' | 'receiver-never-started' | 'sender-replaced' | 'dropped';

/** An envelope that will never be delivered, and why. */
export interface DeadLetter {
  readonly envelope: Envelope;
  readonly reason: DeadLetterReason;
}
