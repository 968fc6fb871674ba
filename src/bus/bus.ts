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

/** What it takes to bring a bus back to where it was; its envelopes are not copied. */
export interface BusMemento {
  /** In the order of posting. */
  readonly waiting: readonly Envelope[];
  readonly lastSeq: number;
  readonly discarded: number;
  readonly deadLetters: readonly DeadLetter[];
}

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
  /** The dead letters as they were saved last; `undefined` once there are others. */
  #savedLetters: readonly DeadLetter[] | undefined;

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
    this.#append(envelope);
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
    unlinkFromLane(envelope);
  }

  /** Discards every waiting envelope that `isDoomed`, in the order of posting. */
  discard(
    receiver: Endpoint,
    reason: DeadLetterReason,
    isDoomed: (envelope: Envelope) => boolean,
  ): readonly DeadLetter[] {
    if (receiver.lastBySender.size === 0) {
      return NONE;
    }
    const doomed = waitingFor(receiver).filter(isDoomed);
    for (const envelope of doomed) {
      this.#unlink(envelope);
      unlinkFromLane(envelope);
    }
    // Only now that the lanes are whole again: whoever hears of a dead letter may post.
    return doomed.map((envelope) => this.#bury(envelope, reason));
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

  save(): BusMemento {
    this.#savedLetters ??= [...this.deadLetters];
    return {
      waiting: [...this.all()],
      lastSeq: this.#lastSeq,
      discarded: this.discarded,
      deadLetters: this.#savedLetters,
    };
  }

  /** Lets those envelopes wait that waited when it was saved, and no others. Nobody is told. */
  restore({ waiting, lastSeq, discarded, deadLetters }: BusMemento): void {
    let kept = 0;
    let other = this.oldest;
    for (; other !== undefined && other === waiting[kept]; other = other.younger) {
      kept++;
    }
    while (other !== undefined) {
      const { younger }: Envelope = other;
      this.take(other);
      other = younger;
    }
    for (let index = kept; index < waiting.length; index++) {
      this.#append(waiting[index] as Envelope);
    }
    this.#lastSeq = lastSeq;
    this.discarded = discarded;
    if (deadLetters !== this.#savedLetters) {
      this.deadLetters.splice(0, this.deadLetters.length, ...deadLetters);
      this.#savedLetters = deadLetters;
    }
  }

  /** Puts an envelope behind all others, and at the end of its lane. */
  #append(envelope: Envelope): void {
    const { sender, receiver } = envelope;
    const last = receiver.lastBySender.get(sender);
    if (last === undefined) {
      envelope.isHead = true;
    } else {
      last.nextInLane = envelope;
      envelope.previousInLane = last;
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
    this.#savedLetters = undefined;
    this.deadLetters.push(letter);
    if (this.deadLetters.length > DEAD_LETTERS_KEPT) {
      this.deadLetters.shift();
    }
    this.deadLettered.next(letter);
    return letter;
  }
}

const NONE: readonly DeadLetter[] = [];

/** Every envelope that waits for a receiver, in the order of posting. */
function waitingFor(receiver: Endpoint): Envelope[] {
  const waiting: Envelope[] = [];
  for (const last of receiver.lastBySender.values()) {
    for (
      let envelope: Envelope | undefined = last;
      envelope !== undefined;
      envelope = envelope.previousInLane
    ) {
      waiting.push(envelope);
    }
  }
  return waiting.sort((a, b) => a.seq - b.seq);
}

/** Takes an envelope out of its lane, wherever in it it is. */
function unlinkFromLane(envelope: Envelope): void {
  const { sender, receiver, previousInLane: before, nextInLane: behind } = envelope;
  if (behind !== undefined) {
    behind.previousInLane = before;
    behind.isHead = before === undefined;
  } else if (before === undefined) {
    receiver.lastBySender.delete(sender);
  } else {
    receiver.lastBySender.set(sender, before);
  }
  if (before !== undefined) {
    before.nextInLane = behind;
  }
  envelope.previousInLane = undefined;
  envelope.nextInLane = undefined;
  envelope.isHead = false;
}
