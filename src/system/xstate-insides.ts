import type { AnyActorLogic, AnyActorRef, EventObject, InspectionEvent } from 'xstate';

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
  readonly _clock: unknown;
  readonly _logger: (...args: unknown[]) => void;
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
