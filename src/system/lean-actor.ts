import {
  Actor,
  type AnyActorLogic,
  type AnyActorRef,
  createActor,
  type EventObject,
  fromTransition,
} from 'xstate';
import type { ChildOptions } from '../compiler/direct-scope.js';
import { detachable, LeanScope } from './lean-scope.js';
import type { InsideActor, InsideSystem, RuntimeHooks } from './xstate-insides.js';

/** What the lean actors of one system have in common. */
export interface LeanHome {
  readonly system: InsideSystem;
  readonly hooks: RuntimeHooks;
  /** Whether somebody may hear of inspection events. */
  readonly isInspected: boolean;
  /** The number of the next actor. */
  bookNumber(): number;
  /** Takes in an actor that is being created, before it has a snapshot. */
  adopt(actor: LeanActor): void;
  createChild(logic: AnyActorLogic, options: ChildOptions): AnyActorRef;
}

interface LeanSnapshot {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  readonly output?: unknown;
  readonly error?: unknown;
  readonly children?: object;
}

/** Where an actor stands, in XState's numbers. */
const NOT_STARTED = 0;
const RUNNING = 1;
const STOPPED = 2;

/** What few actors are asked for. */
interface RareParts {
  observers?: Set<unknown>;
  /** An actor of XState's that keeps the listeners for emitted events, and tells them as XState does. */
  emitter?: InsideActor;
  scope?: LeanScope;
  options?: object;
  send?: (event: EventObject) => void;
  sessionId?: string;
}

/**
 * An actor of XState's for systems in the hands of a runtime, without what nobody asks of it.
 *
 * It is an `Actor` to whoever looks, and inherits whatever is rare. What it does itself is to be created, to start, to
 * handle an event and to end, where nobody observes it and nobody inspects the system. The runtime decides when it
 * starts and stops; other actors are wrapped by their seam for that.
 */
export class LeanActor {
  _snapshot: LeanSnapshot | undefined = undefined;
  _processingStatus: 0 | 1 | 2 = NOT_STARTED;
  logic: AnyActorLogic;
  id: string;
  readonly src: unknown;
  readonly _parent: AnyActorRef | undefined;
  readonly _syncSnapshot: boolean | undefined;
  readonly systemId: string | undefined;
  /** What it was created with. */
  readonly input: unknown;
  readonly home: LeanHome;
  /** Its place among all actors of the system, in the order of their creation, from 0. */
  readonly number: number;
  /** What the runtime knows of it. */
  record: object | undefined = undefined;
  #deferred: (() => void)[] | undefined = undefined;
  #isBusy = false;
  /** The latest of its snapshots that somebody may have seen. */
  #seen: LeanSnapshot | undefined = undefined;
  /** What came while it was busy, or before it started. */
  #mail: EventObject[] | undefined = undefined;
  #rare: RareParts | undefined = undefined;

  constructor(home: LeanHome, logic: AnyActorLogic, options: ChildOptions) {
    const { id, parent, syncSnapshot, input, src, systemId } = options;
    this.logic = logic;
    this.id = id as string;
    this.src = src ?? logic;
    this._parent = parent as AnyActorRef | undefined;
    this._syncSnapshot = syncSnapshot;
    this.systemId = systemId;
    this.input = input;
    this.home = home;
    this.number = home.bookNumber();
    home.adopt(this);
    if (systemId) {
      home.system._set(systemId, this.ref);
    }
    this._initState();
    if (systemId && this._snapshot?.status !== 'active') {
      home.system._unregister(this.ref);
    }
  }

  // What XState's own actors have from the start.

  get ref(): AnyActorRef {
    return this as unknown as AnyActorRef;
  }

  get system(): InsideSystem {
    return this.home.system;
  }

  get clock(): unknown {
    return this.home.system._clock;
  }

  get logger(): (...args: unknown[]) => void {
    return this.home.system._logger;
  }

  get sessionId(): string {
    return this.#rare?.sessionId ?? `x:${this.number}`;
  }

  set sessionId(sessionId: string) {
    this.#rareParts.sessionId = sessionId;
  }

  get send(): (event: EventObject) => void {
    this.#rareParts.send ??= (event) => this.home.system._relay(undefined, this.ref, event);
    return this.#rareParts.send;
  }

  get options(): object {
    const { id, logic, src, _parent: parent, _syncSnapshot: syncSnapshot, systemId, input } = this;
    this.#rareParts.options ??= {
      clock: this.clock,
      logger: this.logger,
      devTools: false,
      id,
      src: src === logic ? undefined : src,
      parent,
      syncSnapshot,
      systemId,
      input,
    };
    return this.#rareParts.options;
  }

  get observers(): Set<unknown> {
    this.#rareParts.observers ??= new Set();
    return this.#rareParts.observers;
  }

  get eventListeners(): Map<string, unknown> {
    this.#rareParts.emitter ??= createActor(NOTHING) as unknown as InsideActor;
    return this.#rareParts.emitter.eventListeners;
  }

  get _deferred(): (() => void)[] {
    this.#deferred ??= [];
    return this.#deferred;
  }

  get _actorScope(): LeanScope {
    this.#rareParts.scope ??= detachable(new LeanScope(this));
    return this.#rareParts.scope;
  }

  get mailbox(): object {
    return NO_MAILBOX;
  }

  // What its scope and its seam ask.

  get isRunning(): boolean {
    return this._processingStatus === RUNNING;
  }

  defer(effect: () => void): void {
    if (this.#deferred === undefined) {
      this.#deferred = [effect];
    } else {
      this.#deferred.push(effect);
    }
  }

  createChild(logic: AnyActorLogic, options: ChildOptions): AnyActorRef {
    return this.home.createChild(logic, options);
  }

  emit(event: EventObject): void {
    this.home.hooks.emittedEvent(this.ref, event);
    this.#rare?.emitter?._actorScope.emit(event);
  }

  /** The observers, listeners and deferred effects that there are, without making any. */
  get collections(): {
    readonly observers: ReadonlySet<unknown>;
    readonly eventListeners: ReadonlyMap<string, unknown>;
    readonly deferred: readonly unknown[];
  } {
    return {
      observers: this.#rare?.observers ?? NO_OBSERVERS,
      eventListeners: this.#rare?.emitter?.eventListeners ?? NO_LISTENERS,
      deferred: this.#deferred ?? NO_EFFECTS,
    };
  }

  get ownsSnapshot(): boolean {
    return this._snapshot !== this.#seen;
  }

  get ownsChildren(): boolean {
    return this.#seen === undefined || this._snapshot?.children !== this.#seen.children;
  }

  /** What its state is, without a look at the rest. */
  get status(): string | undefined {
    return this._snapshot?.status;
  }

  /** The snapshot for somebody to see: from then on it stays as it is. */
  show(): LeanSnapshot | undefined {
    this.#seen = this._snapshot;
    return this._snapshot;
  }

  getSnapshot(): LeanSnapshot | undefined {
    return this.show();
  }

  getPersistedSnapshot(options?: unknown): object {
    this.show();
    return inherited.getPersistedSnapshot.call(this, options);
  }

  /** Goes back to where it was, or forward again. */
  putBack(snapshot: object): void {
    this._snapshot = snapshot as LeanSnapshot;
    this.#seen = this._snapshot;
  }

  // Its life.

  _initState(persisted?: unknown): void {
    if (persisted !== undefined) {
      inherited._initState.call(this, persisted);
      return;
    }
    this.#seen = undefined;
    try {
      this._snapshot = this.logic.getInitialSnapshot(this.#scope as never, this.input) as LeanSnapshot;
    } catch (error) {
      this._snapshot = { status: 'error', output: undefined, error };
    }
  }

  start(): this {
    this.home.hooks.startActor(this.ref, () => this.#startNow());
    return this;
  }

  /** Stops at once. */
  stopNow(): void {
    if (this._processingStatus === STOPPED) {
      return;
    }
    this.#mail = undefined;
    if (this._processingStatus === NOT_STARTED) {
      this._processingStatus = STOPPED;
      return;
    }
    this._send(STOP);
  }

  _stop(): this {
    const stage = this._processingStatus;
    if (stage === RUNNING) {
      this.home.hooks.stopActor(this.ref);
      return this;
    }
    this.stopNow();
    if (stage === NOT_STARTED) {
      this.home.hooks.actorEnded(this.ref);
    }
    return this;
  }

  _send(event: EventObject): void {
    if (this._processingStatus === STOPPED) {
      return;
    }
    if (this.#isBusy || this._processingStatus === NOT_STARTED) {
      this.#mail ??= [];
      this.#mail.push(event);
      return;
    }
    this.#isBusy = true;
    this._process(event);
    this.#handleMail();
    this.#isBusy = false;
  }

  _process(event: EventObject): void {
    let next: LeanSnapshot;
    try {
      next = this.logic.transition(this._snapshot, event, this.#scope as never) as LeanSnapshot;
    } catch (error) {
      this._snapshot = { ...(this._snapshot as LeanSnapshot), status: 'error', error };
      this._error(error);
      return;
    }
    this.update(next, event);
    if (event.type === STOP.type) {
      this._stopProcedure();
      this._complete();
    }
  }

  update(snapshot: LeanSnapshot, event: EventObject): void {
    if (this.home.isInspected) {
      inherited.update.call(this, snapshot, event);
      return;
    }
    this._snapshot = snapshot;
    if (this.#deferred !== undefined) {
      this.#carryOut(this.#deferred, snapshot);
    }
    const { status, output, error } = this._snapshot;
    if (status === 'error') {
      this._error(error);
      return;
    }
    if (this.#rare?.observers !== undefined) {
      this.#tell(this.#rare.observers as Set<Observer>, snapshot);
    }
    if (status === 'done') {
      this.#finish(output);
    }
  }

  _stopProcedure(): this {
    if (this._processingStatus !== RUNNING) {
      return this;
    }
    const { hooks, system } = this.home;
    hooks.cancelTimers(this.ref);
    this.#mail = undefined;
    this._processingStatus = STOPPED;
    if (this.#isRegistered) {
      system._unregister(this.ref);
    } else {
      hooks.actorEnded(this.ref);
    }
    return this;
  }

  _complete(): void {
    if (this.#rare?.observers !== undefined || this.#rare?.emitter !== undefined) {
      inherited._complete.call(this);
    }
  }

  _error(error: unknown): void {
    inherited._error.call(this, error);
  }

  /** Other logic than a machine's own may keep its scope, or know it again. */
  get #scope(): LeanScope {
    return '__xstatenode' in this.logic ? new LeanScope(this) : this._actorScope;
  }

  /** Whether XState's system may know it. */
  get #isRegistered(): boolean {
    return Boolean(this.systemId) || this._syncSnapshot === true || this.home.isInspected;
  }

  get #rareParts(): RareParts {
    this.#rare ??= {};
    return this.#rare;
  }

  #startNow(): void {
    if (this._processingStatus === RUNNING) {
      return;
    }
    const { system, hooks, isInspected } = this.home;
    this.#isBusy = true;
    if (this._syncSnapshot || isInspected) {
      inherited.start.call(this);
    } else {
      if (this.systemId) {
        system._set(this.systemId, this.ref);
      }
      this._processingStatus = RUNNING;
      hooks.actorStarted(this.ref);
      this.#begin(this._snapshot as LeanSnapshot);
    }
    this.#handleMail();
    this.#isBusy = false;
  }

  #begin(snapshot: LeanSnapshot): void {
    const { logic } = this;
    if (snapshot.status === 'error') {
      this._error(snapshot.error);
      return;
    }
    if (snapshot.status !== 'done' && logic.start !== undefined) {
      try {
        logic.start(snapshot, this.#scope as never);
      } catch (error) {
        this._snapshot = { ...(this._snapshot as LeanSnapshot), status: 'error', error };
        this._error(error);
        return;
      }
    }
    this.update(this._snapshot as LeanSnapshot, INIT);
  }

  #handleMail(): void {
    while (this.#mail !== undefined && this.#mail.length > 0) {
      this._process(this.#mail.shift() as EventObject);
    }
  }

  /** As XState does it: the first effect that fails ends the actor, and the rest are given up. */
  #carryOut(deferred: (() => void)[], snapshot: LeanSnapshot): void {
    for (let index = 0; index < deferred.length; index++) {
      try {
        (deferred[index] as () => void)();
      } catch (error) {
        deferred.length = 0;
        this._snapshot = { ...snapshot, status: 'error', error };
      }
    }
    this.#deferred = undefined;
  }

  #tell(observers: Set<Observer>, snapshot: LeanSnapshot): void {
    for (const { next } of observers) {
      if (next !== undefined) {
        this.#seen = snapshot;
        try {
          next(snapshot);
        } catch (error) {
          // As XState reports what nobody handles: the error of a root that nobody observes.
          inherited._reportError.call({ observers: NO_OBSERVERS, eventListeners: new Map() }, error);
        }
      }
    }
  }

  #finish(output: unknown): void {
    const { id, _parent: parent } = this;
    this._stopProcedure();
    this._complete();
    if (parent !== undefined) {
      const done = { type: `xstate.done.actor.${id}`, output, actorId: id };
      this.home.system._relay(this.ref, parent, done);
    }
  }
}

/** An observer as XState keeps it, with its methods bound. */
interface Observer {
  readonly next?: (snapshot: object) => void;
}

type Inherited = Record<'start' | '_complete', () => void> & {
  _initState(persisted: unknown): void;
  update(snapshot: object, event: unknown): void;
  getPersistedSnapshot(options: unknown): object;
  _error(error: unknown): void;
  _reportError(error: unknown): void;
};

const inherited = Actor.prototype as unknown as Inherited;
Object.setPrototypeOf(LeanActor.prototype, Actor.prototype as object);

const STOP: EventObject = { type: 'xstate.stop' };
const INIT: EventObject = { type: 'xstate.init' };
const NO_OBSERVERS: ReadonlySet<unknown> = new Set();
const NO_LISTENERS: ReadonlyMap<string, unknown> = new Map();
/** What XState's own `start` finds: mail is not its business. */
const NO_MAILBOX = { start: () => undefined };
const NO_EFFECTS: readonly unknown[] = [];
const NOTHING = fromTransition((state: null) => state, null);
