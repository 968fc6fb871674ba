import { type AnyActorLogic, type AnyActorRef, createActor } from 'xstate';
import { nameTaken } from './finding.js';
import { LeanActor } from './lean-actor.js';
import type { InsideActor, InsideSystem } from './xstate-insides.js';

/** What an actor is created with, and what else it is told of itself. */
export interface ActorBirth {
  readonly id: string;
  readonly systemId?: string | undefined;
  readonly src?: string | undefined;
  readonly input?: unknown;
  readonly syncSnapshot?: boolean;
  /** The state that it begins with, as XState persists it; that of its logic, with its initial actions, unless given. */
  readonly snapshot?: object | undefined;
}

/** Creates an actor under a parent that may live elsewhere: `parent` is any ref that has the system as `system`. */
export function createActorUnder(
  parent: AnyActorRef,
  logic: AnyActorLogic,
  { id, systemId, src, input, syncSnapshot = false, snapshot }: ActorBirth,
): AnyActorRef {
  const options = { id, parent, input, syncSnapshot, systemId, src, snapshot };
  return createActor(logic, options as Parameters<typeof createActor>[1]);
}

/** Calls `then` when an actor that is being created has its first snapshot. */
export function onceInitialized(actor: AnyActorRef, then: () => void): void {
  const inside = actor as unknown as InsideActor;
  const initialize = inside._initState.bind(inside);
  inside._initState = (persisted) => {
    initialize(persisted);
    then();
  };
}

/** The actors of a system that have a system id. */
export interface NamedActors {
  find(systemId: string): AnyActorRef | undefined;
  all(): Record<string, AnyActorRef>;
  /** Whether a new actor may have a name. */
  mayEnter(systemId: string): boolean;
  /** Gives an actor a name, unless it has it; `false` where somebody else has it. */
  enter(systemId: string, actor: AnyActorRef): boolean;
  leave(systemId: string, actor: AnyActorRef): void;
}

/** Has a system find its actors by system id in another place than its own. */
export function replaceNamedActors(root: AnyActorRef, names: NamedActors): void {
  const system = insideSystemOf(root);
  system.get = (systemId) => names.find(systemId);
  system.getAll = () => names.all();
  system._set = (systemId, actor) => {
    if (!names.enter(systemId, actor)) {
      throw nameTaken(systemId);
    }
  };
  const unregister = system._unregister;
  system._unregister = (actor) => {
    const { systemId } = (actor as unknown as InsideActor).options;
    if (systemId !== undefined) {
      names.leave(systemId, actor);
    }
    unregister(actor);
  };
}

/** Tells of every change in who has which system id. */
export function onNameChange(root: AnyActorRef, changed: () => void): void {
  const system = insideSystemOf(root);
  const { _set: set, _unregister: unregister } = system;
  system._set = (systemId, actor) => {
    changed();
    set(systemId, actor);
  };
  system._unregister = (actor) => {
    if ((actor as unknown as InsideActor).options.systemId !== undefined) {
      changed();
    }
    unregister(actor);
  };
}

/** Gives up the system id of an actor, which lives on, as a parent does that is about to stop it. */
export function releaseName(actor: AnyActorRef): void {
  insideSystemOf(actor)._unregister(actor);
}

/** Sends as one actor of a system does to another. */
export function sendWithin(
  source: AnyActorRef | undefined,
  target: AnyActorRef,
  event: { readonly type: string },
): void {
  insideSystemOf(target)._relay(source, target, event);
}

/** The scheduler of a system, as its actors use it. */
export function timersOf(actor: AnyActorRef): InsideSystem['scheduler'] {
  return insideSystemOf(actor).scheduler;
}

/** Has an actor stop, as its parent does. */
export function stopAsParent(actor: AnyActorRef): void {
  (actor as unknown as InsideActor)._stop();
}

/** Has an actor emit an event. */
export function emitAs(actor: AnyActorRef, event: { readonly type: string }): void {
  (actor as unknown as InsideActor)._actorScope.emit(event);
}

/** Writes to an actor's logger. */
export function logAs(actor: AnyActorRef, args: readonly unknown[]): void {
  (actor as unknown as { logger(...args: unknown[]): void }).logger(...args);
}

/** The state of an actor as it is, past any `getSnapshot` that was put in its place. */
export function snapshotOf(actor: AnyActorRef): object {
  return actor instanceof LeanActor ? (actor.show() as object) : (actor as unknown as InsideActor)._snapshot;
}

/** Puts an actor into a state, of which nobody is told. */
export function giveSnapshot(actor: AnyActorRef, snapshot: object): void {
  if (actor instanceof LeanActor) {
    actor.putBack(snapshot);
  } else {
    (actor as unknown as InsideActor)._snapshot = snapshot;
  }
}

/** The logic of a child as its parent wrote it: a name, or the place of inline logic; `undefined` for an object. */
export function sourceKeyOf(actor: AnyActorRef): string | undefined {
  const { src } = actor as unknown as InsideActor;
  return typeof src === 'string' ? src : undefined;
}

/** The system of an actor, to tell one run from another by. */
export function systemOf(actor: AnyActorRef): object {
  return insideSystemOf(actor);
}

function insideSystemOf(actor: AnyActorRef): InsideSystem {
  return (actor as unknown as InsideActor).system;
}

/** Whether an actor reports each of its snapshots to its parent. */
export function syncsSnapshot(actor: AnyActorRef): boolean {
  return (actor as unknown as { readonly _syncSnapshot?: boolean })._syncSnapshot === true;
}

/** Gives an actor that is being created the session id that it has on another thread. */
export function giveSessionId(actor: AnyActorRef, sessionId: string): void {
  const inside = actor as unknown as InsideActor;
  inside.sessionId = sessionId;
  inside._actorScope.sessionId = sessionId;
}
