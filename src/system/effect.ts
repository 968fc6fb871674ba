import type { EventObject } from 'xstate';
import type { DeadLetterReason } from '../bus/dead-letter.js';
import type { Envelope } from '../bus/lane.js';
import type { ActorRecord } from './actor-record.js';
import type { Timer } from './timer.js';

/** Something that happened during a step beside the change of the actor's own state. */
export type Effect =
  | { readonly kind: 'send'; readonly envelope: Envelope }
  | { readonly kind: 'dead-letter'; readonly envelope: Envelope; readonly reason: DeadLetterReason }
  | { readonly kind: 'set-timer'; readonly timer: Timer }
  | { readonly kind: 'cancel-timer'; readonly timer: Timer }
  | { readonly kind: 'start'; readonly actor: ActorRecord }
  | { readonly kind: 'end'; readonly actor: ActorRecord; readonly status: EndStatus }
  | { readonly kind: 'emit'; readonly actor: ActorRecord; readonly event: EventObject }
  | { readonly kind: 'block'; readonly ms: number }
  /** The actor found that this one had a system id, or nobody, or that it was taken, which is not so in this order. */
  | {
      readonly kind: 'found-name';
      readonly systemId: string;
      readonly holder: ActorRecord | 'nobody' | 'taken';
    }
  /** The actor looked at another when that was in this state. */
  | { readonly kind: 'found-state'; readonly actor: ActorRecord; readonly snapshot: object };

/** How an actor's life ended. */
export type EndStatus = 'done' | 'error' | 'stopped';
