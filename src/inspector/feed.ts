import { Subject, type Subscription } from 'rxjs';
import type { AnyActorRef } from 'xstate';
import type { ActorRecord } from '../system/actor-record.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Step } from '../system/step.js';
import { definitionText } from './definition-text.js';
import { InspectorError } from './inspector-error.js';
import { type KnownActor, KnownActors } from './known-actor.js';
import type { Protocol } from './protocol.js';
import type { WireMessage } from './wire-message.js';
import { WireWriter } from './wire-writer.js';

/** So many of the latest events are shown to a page that comes later. */
const RECENT_KEPT = 500;

/** What a step was to those who watch. */
export interface News {
  /** The number of the latest change before it. */
  readonly before: number;
  /** The number of the latest change behind it. */
  readonly change: number;
  /** How many frames it is worth. */
  readonly size: number;
  /** The actors of whom it tells the page for the first time. */
  readonly started: readonly KnownActor[];
  /** The frames; they are written when somebody asks for them first. */
  readonly frames: () => readonly string[];
}

const START = { type: 'xstate.init' };

/**
 * What a system has to tell the pages that watch it: each step as it is taken, and to a page that comes late, or has
 * missed something, how things stand. It does no more than to take note until somebody watches.
 */
export class Feed {
  readonly news = new Subject<News>();
  readonly #actors = new KnownActors();
  readonly #recent: Step[] = [];
  readonly #writer: WireWriter;
  readonly #protocol: Protocol;
  readonly #subscription: Subscription;

  /** @throws InspectorError where the system has been started before */
  constructor(system: ControlledSystem, protocol: Protocol) {
    if (system.decisions > 0) {
      throw new InspectorError(
        'ERR_INSPECTOR_LATE',
        'a system is inspected from its start: call createInspector before finish or start',
      );
    }
    this.#protocol = protocol;
    this.#writer = new WireWriter(system);
    this.#subscription = system.steps.subscribe((step) => this.#take(step));
  }

  /** The number of the latest change to any actor. */
  get change(): number {
    return this.#actors.change;
  }

  /** The actors that have changed behind a change, in that order. */
  changedSince(change: number): Iterable<KnownActor> {
    return this.#actors.since(change);
  }

  /** The ref of an actor that lives, by what the pages call it. */
  find(label: string): AnyActorRef | undefined {
    for (const { record } of this.#actors.since(0)) {
      if (record.label === label && !record.hasEnded) {
        return record.ref;
      }
    }
    return undefined;
  }

  parentOf({ record }: KnownActor): KnownActor | undefined {
    return record.parent === undefined ? undefined : this.#actors.get(record.parent);
  }

  /** How an actor is now, for a page that knows it or does not. */
  present(actor: KnownActor, isKnown: boolean): string[] {
    return this.#frames([isKnown ? this.#writer.snapshot(actor) : this.#writer.actor(actor)], actor.record);
  }

  /** The latest events, oldest first. */
  *recentEvents(): Generator<string> {
    for (const step of this.#recent) {
      const event = this.#actors.get(step.actor) === undefined ? undefined : this.#writer.event(step);
      if (event !== undefined) {
        yield* this.#frames([event], step.actor);
      }
    }
  }

  close(): void {
    this.#subscription.unsubscribe();
  }

  #take(step: Step): void {
    const { time, decision, actor, effects } = step;
    const before = this.#actors.change;
    const event = decision?.event ?? START;
    const started: ActorRecord[] = [];
    const touched = new Set<ActorRecord>([actor]);
    const ended: ActorRecord[] = [];
    for (const effect of effects) {
      if (effect.kind === 'start') {
        started.push(effect.actor);
        this.#actors.add(effect.actor, time, START);
      } else if (effect.kind === 'end') {
        touched.add(effect.actor);
        ended.push(effect.actor);
      }
    }
    for (const record of touched) {
      this.#actors.touch(record, time, event);
    }
    if (this.#recent.push(step) > RECENT_KEPT) {
      this.#recent.shift();
    }
    if (this.news.observed) {
      this.#tell(step, before, started, [...touched]);
    }
    for (const record of ended) {
      this.#actors.end(record);
    }
  }

  #tell(step: Step, before: number, started: readonly ActorRecord[], touched: readonly ActorRecord[]): void {
    const born = this.#known(started);
    const changed = this.#known(touched.filter((record) => !started.includes(record)));
    const hasEvent = step.decision !== undefined;
    let frames: readonly string[] | undefined;
    this.news.next({
      before,
      change: this.#actors.change,
      size: (hasEvent ? 1 : 0) + born.length + changed.length,
      started: born,
      frames: () => {
        const event = this.#writer.event(step);
        frames ??= [
          ...(event === undefined ? [] : this.#frames([event], step.actor)),
          ...born.flatMap((actor) => this.present(actor, false)),
          ...changed.flatMap((actor) => this.present(actor, true)),
        ];
        return frames;
      },
    });
  }

  #known(records: readonly ActorRecord[]): KnownActor[] {
    return records.map((record) => this.#actors.get(record)).filter((actor) => actor !== undefined);
  }

  #frames(messages: readonly WireMessage[], { ref }: ActorRecord): string[] {
    return messages
      .flatMap((message) => this.#protocol(message, definitionText(ref)))
      .map((frame) => JSON.stringify(frame));
  }
}
