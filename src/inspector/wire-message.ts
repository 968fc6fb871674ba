/** The version of `@statelyai/inspect` whose messages these are. */
export const WIRE_VERSION = '0.7.2';

/** A snapshot as plain data; actors in it are named by their addresses. */
export interface WireSnapshot {
  readonly status: string;
  readonly value?: unknown;
  readonly context?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
  readonly tags?: readonly string[];
  readonly children?: unknown;
}

interface WireBase {
  readonly _version: string;
  readonly rootId: string;
  /** The actor's address, with its incarnation behind it from the second life on. */
  readonly sessionId: string;
  /** In milliseconds of the run's clock. */
  readonly createdAt: string;
  readonly id: string | null;
}

/** An actor that is there, with the state that it has. */
export interface ActorMessage extends WireBase {
  readonly type: '@xstate.actor';
  readonly name: string;
  readonly parentId: string | undefined;
  /** JSON of its machine, or of its name alone. */
  readonly definition: string;
  readonly snapshot: WireSnapshot;
}

/** An event that an actor took. */
export interface EventMessage extends WireBase {
  readonly type: '@xstate.event';
  /** Who sent it; `undefined` where it came from outside. */
  readonly sourceId: string | undefined;
  readonly event: { readonly type: string };
}

/** The state to which an event led an actor. */
export interface SnapshotMessage extends WireBase {
  readonly type: '@xstate.snapshot';
  readonly event: { readonly type: string };
  readonly snapshot: WireSnapshot;
}

/** What the page of the Stately inspector is told, in the words of `@statelyai/inspect`. */
export type WireMessage = ActorMessage | EventMessage | SnapshotMessage;
