import { type Observable, Subject } from 'rxjs';
import type { EventObject } from 'xstate';
import type { DeadLetter, DeadLetterReason } from './dead-letter.js';
import { type Endpoint, Envelope, type EnvelopeKind } from './lane.js';

/**
 * Where all envelopes wait, lane by lane, until somebody takes the head of one.
 *
 * A lane is the FIFO queue from one sender to one receiver; the bus promises no order between lanes.
 * Nothing is delivered by the bus itself: whoever takes an envelope delivers it.
 */
export interface Bus {
  /** Every envelope, when it is posted. */
  readonly posted: Observable<Envelope>;
  /** Every envelope that was taken for delivery, after the step that it caused. */
  readonly delivered: Observable<Envelope>;
  /** Every envelope that will never be delivered. */
  readonly deadLettered: Observable<DeadLetter>;
  /** How many envelopes wait. */
  readonly waiting: number;
  /** How many envelopes were discarded so far. */
  readonly discarded: number;
  /** The last dead letters, oldest first; at most {@link DEAD_LETTERS_KEPT}. */
  readonly deadLetters: readonly DeadLetter[];
  /** The envelope that has waited longest, always the head of its lane. */
  readonly oldest: Envelope | undefined;
  /** The head of each lane, in the order of posting. */
  heads(): Envelope[];
  /** Every waiting envelope, in the order of posting. */
  all(): IterableIterator<Envelope>;
}

/** How many dead letters a bus keeps for inspection; all of them pass through `deadLettered`. */
export const DEAD_LETTERS_KEPT = 1000;

/** The bus as its system sees it: with the means to post, take and discard. */
export class LaneBus implements Bus {
  readonly posted = new Subject<Envelope>();
  readonly delivered = new Subject<Envelope>();
  readonly deadLettered = new Subject<DeadLetter>();
  readonly deadLetters: DeadLetter[] = [];
  waiting = 0;
  discarded = 0;
  oldest: Envelope | undefined;
  #youngest: Envelope | undefined;
  #lastSeq = 0;

  /** Puts an event at the end of the lane from `sender` to `receiver`. */
  post(
    kind: EnvelopeKind,
    sender: Endpoint,
    receiver: Endpoint,
    event: EventObject,
    cause: number,
    time: number,
  ): Envelope {
    const envelope = new Envelope(kind, ++this.#lastSeq, sender, receiver, event, cause, time);
    const last = receiver.lastBySender.get(sender);
    if (last === undefined) {
      envelope.isHead = true;
    } else {
      last.nextInLane = envelope;
    }
    receiver.lastBySender.set(sender, envelope);
    envelope.older = this.#youngest;
    if (this.#youngest === undefined) {
      this.oldest = envelope;
    } else {
      this.#youngest.younger = envelope;
    }
    this.#youngest = envelope;
    this.waiting++;
    if (this.posted.observed) {
      this.posted.next(envelope);
    }
    return envelope;
  }

  /**
   * Posts and discards at once: for an envelope whose receiver is known to be gone. One from outside any
   * decision gets no number: nothing comes of it, so no trace has it, and a replay numbers the others alike.
   */
  postDead(
    kind: EnvelopeKind,
    sender: Endpoint,
    receiver: Endpoint,
    event: EventObject,
    cause: number,
    time: number,
    reason: DeadLetterReason,
  ): DeadLetter {
    const seq = cause === -1 ? 0 : ++this.#lastSeq;
    const envelope = new Envelope(kind, seq, sender, receiver, event, cause, time);
    if (this.posted.observed) {
      this.posted.next(envelope);
    }
    return this.#bury(envelope, reason);
  }

  /** Takes the head of a lane out of the bus. */
  take(envelope: Envelope): void {
    this.#unlink(envelope);
    const next = envelope.nextInLane;
    if (next === undefined) {
      envelope.receiver.lastBySender.delete(envelope.sender);
    } else {
      next.isHead = true;
      envelope.nextInLane = undefined;
    }
    envelope.isHead = false;
  }

  /** Discards every waiting envelope that `isDoomed`, in the order of posting. */
  discard(
    receiver: Endpoint,
    reason: DeadLetterReason,
    isDoomed: (envelope: Envelope) => boolean,
  ): DeadLetter[] {
    if (receiver.lastBySender.size === 0) {
      return [];
    }
    const doomed: Envelope[] = [];
    const lastKept = new Map<Endpoint, Envelope>();
    for (const envelope of this.all()) {
      if (envelope.receiver !== receiver) {
        continue;
      }
      if (isDoomed(envelope)) {
        this.#unlink(envelope);
        doomed.push(envelope);
        continue;
      }
      const before = lastKept.get(envelope.sender);
      envelope.isHead = before === undefined;
      if (before !== undefined) {
        before.nextInLane = envelope;
      }
      lastKept.set(envelope.sender, envelope);
    }
    receiver.lastBySender.clear();
    for (const [sender, last] of lastKept) {
      last.nextInLane = undefined;
      receiver.lastBySender.set(sender, last);
    }
    // Only now that the lanes are whole again: whoever hears of a dead letter may post.
    return doomed.map((envelope) => {
      envelope.isHead = false;
      envelope.nextInLane = undefined;
      return this.#bury(envelope, reason);
    });
  }

  heads(): Envelope[] {
    const heads: Envelope[] = [];
    for (let envelope = this.oldest; envelope !== undefined; envelope = envelope.younger) {
      if (envelope.isHead) {
        heads.push(envelope);
      }
    }
    return heads;
  }

  *all(): IterableIterator<Envelope> {
    let envelope = this.oldest;
    while (envelope !== undefined) {
      const { younger }: Envelope = envelope;
      yield envelope;
      envelope = younger;
    }
  }

  #unlink(envelope: Envelope): void {
    const { older, younger } = envelope;
    if (older === undefined) {
      this.oldest = younger;
    } else {
      older.younger = younger;
    }
    if (younger === undefined) {
      this.#youngest = older;
    } else {
      younger.older = older;
    }
    envelope.older = undefined;
    envelope.younger = undefined;
    this.waiting--;
  }

  #bury(envelope: Envelope, reason: DeadLetterReason): DeadLetter {
    const letter: DeadLetter = { envelope, reason };
    this.discarded++;
    this.deadLetters.push(letter);
    if (this.deadLetters.length > DEAD_LETTERS_KEPT) {
      this.deadLetters.shift();
    }
    this.deadLettered.next(letter);
    return letter;
  }
}
