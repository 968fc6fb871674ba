import {
  type AnyActorLogic,
  type AnyActorRef,
  type AnyEventObject,
  createActor,
  type EventObject,
  type InspectionEvent,
} from 'xstate';
import { type Finding, Findings } from './finding.js';
import { boundMicrosteps } from './microstep-bound.js';

/**
 * What a runtime is told about a system of XState actors, and asked to do in XState's place.
 *
 * The shape follows the runtime hook that XState 6 plans, so that moving to it changes this file alone.
 */
export interface RuntimeHooks {
  /** An actor was constructed; it has an id and a parent, but neither a snapshot nor has it been started. */
  actorCreated(actor: AnyActorRef): void;
  /** An actor is to run its initial actions, which `start` does; all that happens meanwhile is its doing. */
  startActor(actor: AnyActorRef, start: () => void): void;
  /** An actor is about to run its initial actions. */
  actorStarted(actor: AnyActorRef): void;
  /** An actor is done, in error or stopped, and will never take another event. */
  actorEnded(actor: AnyActorRef): void;
  /** `source` sent an event; `undefined` stands for somebody who is no actor of the system. */
  sendEvent(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void;
  /** A running actor is to stop, after all that its parent sent it before. */
  stopActor(actor: AnyActorRef): void;
  /** `source` wants `event` to reach `target` after `delay` milliseconds. */
  scheduleTimer(
    source: AnyActorRef,
    target: AnyActorRef,
    event: EventObject,
    delay: number,
    id: string | undefined,
  ): void;
  /** `source` gives up the timer that it last set under this id. */
  cancelTimer(source: AnyActorRef, id: string): void;
  /** An actor that ends gives up all of its timers. */
  cancelTimers(source: AnyActorRef): void;
  /** The timers that wait, as `system.getSnapshot()` shows them to the actors. */
  scheduledEvents(): Record<string, unknown>;
  /** An actor emitted an event to whoever listens outside. */
  emittedEvent(actor: AnyActorRef, event: EventObject): void;
  /** Whether a new actor may have a system id, where others than XState have a say in it. */
  mayHaveName?(systemId: string): boolean;
}

/** Where an actor stands in its life, in the order of XState's own `ProcessingStatus`. */
const LIFE_STAGES = ['not-started', 'running', 'stopped'] as const;
export type LifeStage = (typeof LIFE_STAGES)[number];

/** A system of XState actors whose every delivery, timer and stop is in the hands of a runtime. */
export interface XStateSeam {
  readonly root: AnyActorRef;
  /** Starts the root, and with it the children of its initial state. */
  start(): void;
  /** Lets one event arrive; the actor handles it to completion before this returns. */
  deliver(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void;
  /** Has actors find in one step what they are to find. */
  find(findings: readonly Finding[], step: () => void): void;
  /** Stops a running actor now. */
  stop(actor: AnyActorRef): void;
  /** Ends a running actor in an error, as if one of its actions had thrown it. */
  crash(actor: AnyActorRef, error: unknown): void;
  /** Stops a running actor now, and starts it again from its initial state, in a new life. */
  restart(actor: AnyActorRef): void;
  /** Keeps what an actor is between two steps: the same object as `before` where that is still what it is. */
  save(actor: AnyActorRef, before: ActorInsides | undefined): ActorInsides;
  /** Has an actor name its children from now on as if so many had been named for each thing. */
  nameChildrenFrom(actor: AnyActorRef, counts: ReadonlyMap<string, number>): void;
  /** How many actors were given a number so far. */
  readonly sessions: number;
  /**
   * Puts actors back to what they were, in the order in which they were created, and takes the others out of the
   * system: they had not been created then.
   */
  restore(
    actors: Iterable<readonly [AnyActorRef, ActorInsides]>,
    others: Iterable<AnyActorRef>,
    sessions: number,
  ): void;
}

/** What an actor is between two steps, for its seam alone to read. */
export interface ActorInsides {
  readonly snapshot: object;
  readonly stage: 0 | 1 | 2;
  /** Whether it has its system id. */
  readonly isNamed: boolean;
  readonly mailbox: unknown;
  readonly observers: readonly unknown[];
  readonly listeners: readonly (readonly [string, unknown])[];
  readonly deferred: readonly unknown[];
  /** How many of its children were named by its seam. */
  readonly unnamed: ReadonlyMap<string, number> | undefined;
}

export interface SeamOptions {
  readonly input?: unknown;
  readonly id?: string;
  readonly systemId?: string;
  readonly logger?: (...args: unknown[]) => void;
  /** Told of every inspection event but the creation of the root, from its first macrostep on. */
  readonly inspect?: (event: InspectionEvent) => void;
  /** Stands in for the clock that custom actor logic may find at `actor.clock`. */
  readonly clock: { setTimeout(work: () => void, delay: number): unknown; clearTimeout(id: unknown): void };
}

/**
 * Builds the root actor of an unmodified logic and takes over its system, before the root has its first
 * snapshot and before any child exists.
 *
 * It relies on these insides of XState 5, which `test/system/xstate-seam.test.ts` holds to the oldest and
 * the newest release that the package admits: `system._relay`, `system.scheduler`, `system._bookId`,
 * `system._unregister`, `system._sendInspectionEvent`; of each actor `start`, `_stop`, `_send`, `_parent`,
 * `_processingStatus` and `_actorScope`; for faults `_snapshot`, `_error` and `_initState`; to put actors back
 * `mailbox`, `observers`, `eventListeners` and `_deferred`, and of the system `_set` and `_register`.
 */
export function createSeam(logic: AnyActorLogic, hooks: RuntimeHooks, options: SeamOptions): XStateSeam {
  const { clock, inspect: onInspection, ...actorOptions } = options;
  let inspected = onInspection !== undefined;
  let relay: InsideSystem['_relay'] | undefined;
  const ownStops = new WeakMap<AnyActorRef, () => unknown>();
  const unnamed = new UnnamedChildren();
  let sessions = 0;
  let unregister: InsideSystem['_unregister'] = () => undefined;
  let findings: Findings | undefined;

  const takeOver = (root: InsideActor): void => {
    const { system } = root;
    findings = new Findings(system);
    system._bookId = () => `x:${sessions++}`;
    root.sessionId = system._bookId();
    root._actorScope.sessionId = root.sessionId;
    relay = system._relay;
    system._relay = (source, target, event) => hooks.sendEvent(source, target, event);
    system.scheduler = {
      schedule: (source, target, event, delay, id) => hooks.scheduleTimer(source, target, event, delay, id),
      cancel: (source, id) => hooks.cancelTimer(source, id),
      cancelAll: (source) => hooks.cancelTimers(source),
    };
    system.getSnapshot = () => ({ _scheduledEvents: hooks.scheduledEvents() });
    unregister = system._unregister;
    system._unregister = (actor) => {
      unregister(actor);
      if (lifeStageOf(actor) === 'stopped') {
        hooks.actorEnded(actor);
      }
    };
    const inspect = system.inspect;
    system.inspect = (observer) => {
      inspected = true;
      return inspect(observer);
    };
    const forward = system._sendInspectionEvent;
    system._sendInspectionEvent = (event) => {
      if (event.type === '@xstate.actor') {
        adopt(event.actorRef as unknown as InsideActor);
      } else if (event.type === '@xstate.event' && event.event.type === 'xstate.init') {
        hooks.actorStarted(event.actorRef as AnyActorRef);
      }
      if (inspected) {
        forward(event);
      }
    };
  };

  const adopt = (actor: InsideActor): void => {
    const ref = actor as unknown as AnyActorRef;
    const { systemId } = actor.options;
    const mayBe = hooks.mayHaveName ?? ((name) => findings?.isTaken(name) !== true);
    if (systemId !== undefined && !mayBe.call(hooks, systemId)) {
      // XState is about to refuse it: the actor never comes to life, and must not take the other's address.
      return;
    }
    boundMicrosteps(actor.logic);
    unnamed.giveName(actor);
    const ownStart = actor.start.bind(actor);
    actor.start = () => {
      hooks.startActor(ref, ownStart);
      return actor;
    };
    const ownStop = actor._stop.bind(actor);
    ownStops.set(ref, ownStop);
    actor._stop = () => {
      const stage = lifeStageOf(ref);
      if (stage === 'running') {
        hooks.stopActor(ref);
        return actor;
      }
      ownStop();
      if (stage === 'not-started') {
        hooks.actorEnded(ref);
      }
      return actor;
    };
    const { emit } = actor._actorScope;
    actor._actorScope.emit = (event) => {
      hooks.emittedEvent(ref, event);
      emit(event);
    };
    hooks.actorCreated(ref);
  };

  let tookOver = false;
  const root: AnyActorRef = createActor(logic, {
    ...actorOptions,
    clock,
    inspect: (event: InspectionEvent) => {
      if (tookOver) {
        onInspection?.(event);
        return;
      }
      tookOver = true;
      const first = event.actorRef as unknown as InsideActor;
      takeOver(first);
      adopt(first);
    },
  });

  return {
    root,
    start() {
      root.start();
    },
    deliver(source, target, event) {
      if (inspected) {
        relay?.(source, target, event);
      } else {
        (target as unknown as InsideActor)._send(event);
      }
    },
    find(found, step) {
      findings?.during(found, step);
    },
    stop(actor) {
      ownStops.get(actor)?.();
    },
    crash(actor, error) {
      const inside = actor as unknown as InsideActor;
      inside._snapshot = { ...inside._snapshot, status: 'error', error };
      inside._error(error);
    },
    restart(actor) {
      ownStops.get(actor)?.();
      const inside = actor as unknown as InsideActor;
      inside._processingStatus = 0;
      hooks.actorCreated(actor);
      inside._initState();
      inside.start();
    },
    save(actor, before) {
      const inside = actor as unknown as InsideActor;
      const { _snapshot: snapshot, _processingStatus: stage, mailbox, observers, eventListeners } = inside;
      const { systemId } = inside.options;
      const isNamed = systemId !== undefined && inside.system.get(systemId) === inside;
      const isSame =
        before?.snapshot === snapshot &&
        before.stage === stage &&
        before.isNamed === isNamed &&
        before.mailbox === mailbox &&
        before.observers.length === observers.size &&
        before.listeners.length === eventListeners.size &&
        before.deferred.length === inside._deferred.length &&
        before.unnamed === unnamed.countsOf(inside);
      return isSame
        ? before
        : {
            snapshot,
            stage,
            isNamed,
            mailbox,
            observers: [...observers],
            listeners: [...eventListeners],
            deferred: [...inside._deferred],
            unnamed: unnamed.countsOf(inside),
          };
    },
    nameChildrenFrom(actor, counts) {
      unnamed.restore(actor, counts);
    },
    get sessions() {
      return sessions;
    },
    restore(actors, others, sessionsThen) {
      sessions = sessionsThen;
      for (const other of others) {
        unregister(other);
      }
      // All give up their names first: who has a name now may not have had it then.
      const pairs = [...actors];
      for (const [actor] of pairs) {
        unregister(actor);
      }
      for (const [actor, insides] of pairs) {
        const inside = actor as unknown as InsideActor;
        inside._snapshot = insides.snapshot;
        inside._processingStatus = insides.stage;
        inside.mailbox = insides.mailbox;
        refill(inside.observers, insides.observers, (observer) => inside.observers.add(observer));
        refill(inside.eventListeners, insides.listeners, ([type, listeners]) =>
          inside.eventListeners.set(type, listeners),
        );
        inside._deferred.splice(0, inside._deferred.length, ...insides.deferred);
        unnamed.restore(inside, insides.unnamed);
        if (insides.stage === LIFE_STAGES.indexOf('running')) {
          inside.system._register(inside.sessionId, inside);
        }
        if (insides.isNamed) {
          inside.system._set(inside.options.systemId ?? '', inside as unknown as AnyActorRef);
        }
      }
    },
  };
}

/** Lets a collection have these entries again; one of the same size has not changed, since it only grows or is cleared. */
function refill<TEntry>(
  collection: { readonly size: number; clear(): void },
  entries: readonly TEntry[],
  add: (entry: TEntry) => void,
): void {
  if (collection.size !== entries.length) {
    collection.clear();
    entries.forEach(add);
  }
}

/** Where an actor stands in its life. */
export function lifeStageOf(actor: AnyActorRef): LifeStage {
  return LIFE_STAGES[(actor as unknown as InsideActor)._processingStatus];
}

/** The actor's parent; `undefined` for the root. */
export function parentOf(actor: AnyActorRef): AnyActorRef | undefined {
  return actor._parent;
}

/** The name of the logic that an actor runs, as its parent wrote it; inline logic has none. */
export function sourceNameOf(actor: AnyActorRef): string | undefined {
  const { src } = actor as unknown as InsideActor;
  return typeof src === 'string' && !src.startsWith(INLINE_SOURCE) ? src : undefined;
}

/** How XState names the logic that is written inline in an invocation. */
const INLINE_SOURCE = 'xstate.invoke.';

/** The logic that an actor runs. */
export function logicOf(actor: AnyActorRef): AnyActorLogic {
  return (actor as unknown as InsideActor).logic;
}

/** The system id under which an actor is registered, from its creation on. */
export function systemIdOf(actor: AnyActorRef): string | undefined {
  return (actor as unknown as InsideActor).options.systemId;
}

/** The input that an actor was created with. */
export function inputOf(actor: AnyActorRef): unknown {
  return (actor as unknown as InsideActor).options.input;
}

/** Gives an actor that was just created another logic than its own. */
export function replaceLogic(actor: AnyActorRef, logic: AnyActorLogic): void {
  (actor as unknown as InsideActor).logic = logic;
}

/** Whether an event is XState's report of a child to its parent: done, error, or a snapshot. */
export function isChildReport(event: EventObject): boolean {
  const { type } = event;
  return (
    type.startsWith('xstate.done.actor.') ||
    type.startsWith('xstate.error.actor.') ||
    type.startsWith('xstate.snapshot.')
  );
}

/** The error in a child's report that it failed; `undefined` for every other event. */
export function childErrorOf(event: EventObject): { readonly error: unknown } | undefined {
  return event.type.startsWith('xstate.error.actor.')
    ? { error: (event as AnyEventObject)['error'] }
    : undefined;
}

/**
 * Gives an actor that was created without an id a name that its parent's history alone decides.
 *
 * XState would call it by its session id, which depends on all that happened in the whole process before.
 */
class UnnamedChildren {
  readonly #counts = new WeakMap<object, ReadonlyMap<string, number>>();

  giveName(actor: InsideActor): void {
    if (actor.options.id !== undefined) {
      return;
    }
    const { _parent: parent, src, logic } = actor;
    if (parent === undefined) {
      rename(actor, (logic as { readonly id?: string }).id ?? 'root');
      return;
    }
    const stem = typeof src === 'string' ? src : 'actor';
    const before = this.#counts.get(parent);
    const count = (before?.get(stem) ?? 0) + 1;
    this.#counts.set(parent, new Map(before).set(stem, count));
    rename(actor, `${stem}~${count}`);
  }

  /** How many children of an actor were named, by what they are named for; never changed, but exchanged. */
  countsOf(parent: object): ReadonlyMap<string, number> | undefined {
    return this.#counts.get(parent);
  }

  restore(parent: object, counts: ReadonlyMap<string, number> | undefined): void {
    if (counts === undefined) {
      this.#counts.delete(parent);
    } else {
      this.#counts.set(parent, counts);
    }
  }
}

function rename(actor: InsideActor, id: string): void {
  actor.id = id;
  actor._actorScope.id = id;
}

/** The parts of XState's actor system that the seam replaces or calls. */
export interface InsideSystem {
  get(systemId: string): unknown;
  getAll(): Record<string, unknown>;
  _set(systemId: string, actor: AnyActorRef): void;
  _bookId(): string;
  _relay(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void;
  _register(sessionId: string, actor: object): void;
  _unregister(actor: AnyActorRef): void;
  _sendInspectionEvent(event: InspectionEvent): void;
  inspect(observer: unknown): { unsubscribe(): void };
  getSnapshot(): unknown;
  scheduler: {
    schedule(
      source: AnyActorRef,
      target: AnyActorRef,
      event: EventObject,
      delay: number,
      id: string | undefined,
    ): void;
    cancel(source: AnyActorRef, id: string): void;
    cancelAll(source: AnyActorRef): void;
  };
}

/** The parts of XState's actor that the seam replaces, reads or calls. */
export interface InsideActor {
  id: string;
  sessionId: string;
  logic: AnyActorLogic;
  readonly src: unknown;
  readonly system: InsideSystem;
  readonly options: { readonly id?: string; readonly systemId?: string; readonly input?: unknown };
  readonly _parent: object | undefined;
  _processingStatus: 0 | 1 | 2;
  _snapshot: object;
  mailbox: unknown;
  readonly observers: Set<unknown>;
  readonly eventListeners: Map<string, unknown>;
  readonly _deferred: unknown[];
  readonly _actorScope: { id: string; sessionId: string; emit(event: EventObject): void };
  start(): unknown;
  _stop(): unknown;
  _error(error: unknown): void;
  _initState(persisted?: unknown): void;
  _send(event: EventObject): void;
}
