import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import { fromCallback, fromObservable, fromPromise, fromTransition } from 'xstate';
import type { AsyncTaskKind } from '../../system/async-task.js';
import {
  createActorUnder,
  emitAs,
  logAs,
  releaseName,
  sendWithin,
  stopAsParent,
  timersOf,
} from '../../system/thread-seam.js';
import type { ActorKey } from './actor-key.js';
import type { Deed } from './deed.js';
import type { SnapshotChange } from './snapshot-change.js';
import type { Wire } from './wire.js';

/** Whose deeds are played, and what they are about. */
export interface Stage {
  refAt(key: ActorKey): AnyActorRef;
  revive(wire: Wire): unknown;
  /** An actor is about to be created in the name of one on a thread. */
  expect(deed: Extract<Deed, { readonly do: 'create' }>): void;
  started(key: ActorKey): void;
  block(ms: number): void;
  /** An actor is about to end, and to give up these timers. */
  endTimers(actor: AnyActorRef, ids: readonly string[]): void;
}

/**
 * Does on the coordinator, in the name of hosted actors, what these did on their threads.
 *
 * XState calls back when an actor is created or started: what belongs to that is played from within.
 */
export class DeedPlayer {
  readonly #stage: Stage;
  #deeds: readonly Deed[] = [];
  #next = 0;
  #depth = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Whether deeds are being played. */
  get isPlaying(): boolean {
    return this.#depth > 0;
  }

  /** Plays the deeds of a whole step. */
  play(deeds: readonly Deed[]): void {
    const before = { deeds: this.#deeds, next: this.#next };
    this.#deeds = deeds;
    this.#next = 0;
    this.#depth++;
    try {
      while (this.#next < deeds.length) {
        this.#do(this.#take());
      }
    } finally {
      this.#depth--;
      this.#deeds = before.deeds;
      this.#next = before.next;
    }
  }

  /** Plays what belongs to the initial state of an actor; returns that state. */
  playCreation(key: ActorKey): SnapshotChange {
    for (;;) {
      const deed = this.#take();
      if (deed.do === 'created' && deed.key === key) {
        return deed.change;
      }
      this.#do(deed);
    }
  }

  /** Plays what belongs to the start of an actor; throws what the actor threw. */
  playStart(key: ActorKey): void {
    for (;;) {
      const deed = this.#take();
      if (deed.do === 'started' && deed.key === key) {
        if (deed.error !== undefined) {
          throw this.#stage.revive(deed.error);
        }
        return;
      }
      this.#do(deed);
    }
  }

  #take(): Deed {
    const deed = this.#deeds[this.#next++];
    if (deed === undefined) {
      throw new TypeError('a step of a hosted actor ends in the midst of a start');
    }
    return deed;
  }

  #do(deed: Deed): void {
    const stage = this.#stage;
    switch (deed.do) {
      case 'create': {
        const { parent, id, systemId, src, input, task, syncSnapshot } = deed;
        stage.expect(deed);
        createActorUnder(stage.refAt(parent), shellOf(task?.kind), {
          id,
          systemId,
          src,
          input: stage.revive(input),
          syncSnapshot,
        });
        break;
      }
      case 'start':
        stage.started(deed.key);
        stage.refAt(deed.key).start();
        break;
      case 'send':
        sendWithin(
          deed.from === undefined ? undefined : stage.refAt(deed.from),
          stage.refAt(deed.to),
          stage.revive(deed.event) as EventObject,
        );
        break;
      case 'set-timer': {
        const source = stage.refAt(deed.from);
        const event = stage.revive(deed.event) as EventObject;
        timersOf(source).schedule(source, stage.refAt(deed.to), event, deed.delay, deed.id);
        break;
      }
      case 'cancel-timer': {
        const source = stage.refAt(deed.from);
        timersOf(source).cancel(source, deed.id);
        break;
      }
      case 'end-timers':
        stage.endTimers(stage.refAt(deed.from), deed.ids);
        break;
      case 'stop':
        stopAsParent(stage.refAt(deed.key));
        break;
      case 'release-name':
        releaseName(stage.refAt(deed.key));
        break;
      case 'emit':
        emitAs(stage.refAt(deed.from), stage.revive(deed.event) as EventObject);
        break;
      case 'log':
        logAs(stage.refAt(deed.from), stage.revive(deed.args) as readonly unknown[]);
        break;
      case 'block':
        stage.block(deed.ms);
        break;
      case 'created':
      case 'started':
        // Of an actor that failed before its start: there was nothing to play within.
        break;
    }
  }
}

/** A logic of the same kind, for the moment in which the kind of a new actor is looked at. */
function shellOf(task: AsyncTaskKind | undefined): AnyActorLogic {
  switch (task) {
    case 'promise':
      return fromPromise(() => Promise.resolve());
    case 'callback':
      return fromCallback(() => undefined);
    case 'observable':
      return fromObservable(() => ({ subscribe: () => ({ unsubscribe: () => undefined }) }));
    case 'custom':
      return { ...fromTransition((state: null) => state, null), start: () => undefined };
    case undefined:
      return fromTransition((state: null) => state, null);
  }
}
