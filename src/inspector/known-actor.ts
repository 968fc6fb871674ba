import type { ActorRecord } from '../system/actor-record.js';

/** One life of an actor, as the pages are to see it. */
export interface KnownActor {
  readonly record: ActorRecord;
  /** When it was started, in milliseconds of the run's clock. */
  readonly since: number;
  /** When it was last heard of. */
  time: number;
  /** What led to the state that it has. */
  event: { readonly type: string };
  /** The number of the latest change to it, over all actors. */
  change: number;
}

/** Of the actors that have ended, so many are still shown to a page that comes later. */
const ENDED_KEPT = 500;

/** The actors that live, and the last of those that have ended, in the order in which they have changed. */
export class KnownActors {
  readonly #byRecord = new Map<ActorRecord, KnownActor>();
  readonly #ended: ActorRecord[] = [];
  /** The number of the latest change. */
  change = 0;

  get(record: ActorRecord): KnownActor | undefined {
    return this.#byRecord.get(record);
  }

  add(record: ActorRecord, time: number, event: KnownActor['event']): void {
    this.#byRecord.delete(record);
    this.#byRecord.set(record, { record, since: time, time, event, change: ++this.change });
  }

  /** Notes that something has become of an actor; of one that is not known any more, nothing. */
  touch(record: ActorRecord, time: number, event: KnownActor['event']): void {
    const actor = this.#byRecord.get(record);
    if (actor !== undefined) {
      Object.assign(actor, { time, event, change: ++this.change });
      this.#byRecord.delete(record);
      this.#byRecord.set(record, actor);
    }
  }

  end(record: ActorRecord): void {
    this.#ended.push(record);
    const oldest = this.#ended.length > ENDED_KEPT ? this.#ended.shift() : undefined;
    if (oldest !== undefined) {
      this.#byRecord.delete(oldest);
    }
  }

  /** Those that have changed behind a change, in that order. */
  *since(change: number): Generator<KnownActor> {
    for (const actor of this.#byRecord.values()) {
      if (actor.change > change) {
        yield actor;
      }
    }
  }
}
