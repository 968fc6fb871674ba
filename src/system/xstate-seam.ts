import {
  type AnyActorLogic,
  type AnyActorRef,
  type AnyEventObject,
  createActor,
  type EventObject,
  fromTransition,
  type InspectionEvent,
} from 'xstate';
import { isCompiled } from '../compiler/compile.js';
import { compiledStandIn } from '../compiler/compiled-stand-in.js';
import type { Machines } from './machines.js';
import { type Finding, Findings } from './finding.js';
import { LeanActor, type LeanHome } from './lean-actor.js';
import { boundMicrosteps } from './microstep-bound.js';
import type { InsideActor, InsideSystem, RuntimeHooks } from './xstate-insides.js';

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
  sessions: number;
  /**
   * Puts actors back to what they were, in the order in which they were created, and takes the others out of the
   * system: they had not been created then.
   */
  restore(actors: Iterable<readonly [AnyActorRef, ActorInsides]>, others: Iterable<AnyActorRef>): void;
  /** Puts one actor back that has the same place in the system and stage of life as then. */
  restoreState(actor: AnyActorRef, insides: ActorInsides): void;
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
  readonly machines: Machines;
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
  const { clock, inspect: onInspection, machines, ...actorOptions } = options;
  let inspected = onInspection !== undefined;
  let relay: InsideSystem['_relay'] | undefined;
  const ownStops = new WeakMap<AnyActorRef, () => unknown>();
  const unnamed = new UnnamedChildren();
  let sessions = 0;
  let unregister: InsideSystem['_unregister'] = () => undefined;
  let forward: InsideSystem['_sendInspectionEvent'] | undefined;
  let findings: Findings | undefined;

  const takeOver = ({ system }: InsideActor): void => {
    findings = new Findings(system);
    system._bookId = () => `x:${sessions++}`;
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
    forward = system._sendInspectionEvent;
    const tell = forward;
    system._sendInspectionEvent = (event) => {
      if (event.type === '@xstate.actor') {
        adopt(event.actorRef as unknown as InsideActor);
      } else if (event.type === '@xstate.event' && event.event.type === 'xstate.init') {
        hooks.actorStarted(event.actorRef as AnyActorRef);
      }
      if (inspected) {
        tell(event);
      }
    };
  };

  /** XState is about to refuse an actor whose name is taken: it never comes to life, and must not take the other's address. */
  const isNameTaken = (actor: AnyActorRef): boolean => {
    const systemId = systemIdOf(actor);
    const mayBe = hooks.mayHaveName ?? ((name) => findings?.isTaken(name) !== true);
    return systemId !== undefined && !mayBe.call(hooks, systemId);
  };

  const adopt = (actor: InsideActor): void => {
    const ref = actor as unknown as AnyActorRef;
    if (isNameTaken(ref)) {
      return;
    }
    boundMicrosteps(actor.logic);
    if (actor.options.id === undefined) {
      unnamed.giveName(actor);
      actor._actorScope.id = actor.id;
    }
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
    if (machines === 'compiled') {
      actor.logic = compiledStandIn(actor.logic);
    }
  };

  const restoreState = (actor: AnyActorRef, insides: ActorInsides): void => {
    const inside = actor as unknown as InsideActor;
    if (actor instanceof LeanActor) {
      actor.putBack(insides.snapshot);
    } else {
      inside._snapshot = insides.snapshot;
      inside.mailbox = insides.mailbox;
    }
    const { observers, eventListeners, deferred } = collectionsOf(actor);
    refill(observers, insides.observers, (observer) => inside.observers.add(observer));
    refill(eventListeners, insides.listeners, ([type, listeners]) =>
      inside.eventListeners.set(type, listeners),
    );
    if (deferred.length > 0 || insides.deferred.length > 0) {
      inside._deferred.splice(0, inside._deferred.length, ...insides.deferred);
    }
    unnamed.restore(inside, insides.unnamed);
  };

  const stopNow = (actor: AnyActorRef): void => {
    if (actor instanceof LeanActor) {
      actor.stopNow();
    } else {
      ownStops.get(actor)?.();
    }
  };

  const adoptLean = (actor: LeanActor): void => {
    if (isNameTaken(actor.ref)) {
      return;
    }
    boundMicrosteps(actor.logic);
    if (actor.id === undefined) {
      unnamed.giveName(actor as unknown as InsideActor);
    }
    hooks.actorCreated(actor.ref);
    if (machines === 'compiled') {
      actor.logic = compiledStandIn(actor.logic);
    }
    if (inspected) {
      forward?.({ type: '@xstate.actor', actorRef: actor.ref } as unknown as InspectionEvent);
    }
  };

  /** Creates the first actor of XState's, with its system. */
  const createFirst = (
    ofLogic: AnyActorLogic,
    firstOptions: Pick<SeamOptions, 'input' | 'id' | 'systemId' | 'logger'>,
    isRoot: boolean,
  ): AnyActorRef => {
    let tookOver = false;
    return createActor(ofLogic, {
      ...firstOptions,
      clock,
      inspect: (event: InspectionEvent) => {
        if (tookOver) {
          onInspection?.(event);
          return;
        }
        tookOver = true;
        const first = event.actorRef as unknown as InsideActor;
        takeOver(first);
        if (isRoot) {
          first.sessionId = first.system._bookId();
          first._actorScope.sessionId = first.sessionId;
          adopt(first);
        }
      },
    });
  };

  /** Whether a logic is a machine that is compiled, or will be in this system. */
  const isMachineCompiled = (ofLogic: AnyActorLogic): boolean =>
    isCompiled(ofLogic) || (machines === 'compiled' && compiledStandIn(ofLogic) !== ofLogic);

  /** Creates the root as a lean actor, in the system of an actor of XState's that never starts. */
  const createLeanRoot = (): AnyActorRef => {
    const { logger, id, input, systemId } = actorOptions;
    const first = createFirst(
      NOTHING,
      logger === undefined ? {} : { logger },
      false,
    ) as unknown as InsideActor;
    const home: LeanHome = {
      system: first.system,
      hooks,
      get isInspected() {
        return inspected;
      },
      bookNumber: () => sessions++,
      adopt: adoptLean,
      createChild: (ofLogic, childOptions) =>
        isMachineCompiled(ofLogic)
          ? new LeanActor(home, ofLogic, childOptions).ref
          : createActor(ofLogic, childOptions as Parameters<typeof createActor>[1]),
    };
    const { ref } = new LeanActor(home, logic, {
      id,
      parent: undefined,
      syncSnapshot: undefined,
      input,
      src: undefined,
      systemId,
    });
    first.sessionId = ref.sessionId;
    return ref;
  };

  const root = isMachineCompiled(logic) ? createLeanRoot() : createFirst(logic, actorOptions, true);

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
    stop: stopNow,
    crash(actor, error) {
      const inside = actor as unknown as InsideActor;
      inside._snapshot = { ...inside._snapshot, status: 'error', error };
      inside._error(error);
    },
    restart(actor) {
      stopNow(actor);
      const inside = actor as unknown as InsideActor;
      inside._processingStatus = 0;
      hooks.actorCreated(actor);
      inside._initState();
      inside.start();
    },
    save(actor, before) {
      const inside = actor as unknown as InsideActor;
      const { _processingStatus: stage, mailbox } = inside;
      const snapshot = actor instanceof LeanActor ? (actor.show() as object) : inside._snapshot;
      const { observers, eventListeners, deferred } = collectionsOf(actor);
      const systemId = systemIdOf(actor);
      const isNamed = systemId !== undefined && inside.system.get(systemId) === inside;
      const isSame =
        before?.snapshot === snapshot &&
        before.stage === stage &&
        before.isNamed === isNamed &&
        before.mailbox === mailbox &&
        before.observers.length === observers.size &&
        before.listeners.length === eventListeners.size &&
        before.deferred.length === deferred.length &&
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
            deferred: [...deferred],
            unnamed: unnamed.countsOf(inside),
          };
    },
    nameChildrenFrom(actor, counts) {
      unnamed.restore(actor, counts);
    },
    get sessions() {
      return sessions;
    },
    set sessions(count) {
      sessions = count;
    },
    restoreState,
    restore(actors, others) {
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
        inside._processingStatus = insides.stage;
        restoreState(actor, insides);
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

/** What of an actor grows and shrinks, without making what it can do without. */
function collectionsOf(actor: object): LeanActor['collections'] {
  if (actor instanceof LeanActor) {
    return actor.collections;
  }
  const { observers, eventListeners, _deferred: deferred } = actor as unknown as InsideActor;
  return { observers, eventListeners, deferred };
}

const NOTHING = fromTransition((state: null) => state, null);

/** Lets a collection have these entries again; one of the same size has not changed, since it only grows or is cleared. */
function refill<TEntry>(
  collection: { readonly size: number },
  entries: readonly TEntry[],
  add: (entry: TEntry) => void,
): void {
  if (collection.size !== entries.length) {
    (collection as Set<unknown> | Map<unknown, unknown>).clear();
    entries.forEach(add);
  }
}

/** Where an actor stands in its life. */
export function lifeStageOf(actor: AnyActorRef): LifeStage {
  return LIFE_STAGES[(actor as unknown as InsideActor)._processingStatus];
}

/** The status in an actor's snapshot; `undefined` while it has none. */
export function statusOf(actor: AnyActorRef): string | undefined {
  return actor instanceof LeanActor
    ? actor.status
    : (actor.getSnapshot() as { readonly status: string } | undefined)?.status;
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
  return actor instanceof LeanActor ? actor.systemId : (actor as unknown as InsideActor).options.systemId;
}

/** The input that an actor was created with. */
export function inputOf(actor: AnyActorRef): unknown {
  return actor instanceof LeanActor ? actor.input : (actor as unknown as InsideActor).options.input;
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
    const { _parent: parent, src, logic } = actor;
    if (parent === undefined) {
      actor.id = (logic as { readonly id?: string }).id ?? 'root';
      return;
    }
    const stem = typeof src === 'string' ? src : 'actor';
    const before = this.#counts.get(parent);
    const count = (before?.get(stem) ?? 0) + 1;
    this.#counts.set(parent, new Map(before).set(stem, count));
    actor.id = `${stem}~${count}`;
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
