import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import { inputOf, parentOf, sourceNameOf, systemIdOf } from '../../system/xstate-seam.js';
import type { ActorDirectory } from './actor-directory.js';
import type { ActorKey } from './actor-key.js';
import type { Deed, Did } from './deed.js';
import { DeedPlayer, type Stage } from './deed-player.js';
import { exactWire } from './exact-wire.js';
import { fromWire } from './from-wire.js';
import { isMachine } from './logic-source.js';
import { Mirror } from './mirror.js';
import type { Placement } from './placement.js';
import type { SetupGuard } from './setup-guard.js';
import type { ThreadCalls } from './thread-calls.js';
import type { Wire } from './wire.js';

/** What came of a step of an actor on a thread; `change` is `undefined` where it left the state alone. */
export type MirroredStep = Pick<Did, 'deeds'> & { readonly change: Did['change'] | undefined };

/** What the mirrors of a run need of the rest of it. */
export interface MirrorsHost {
  /** What the thread of an actor did in the step that its mirror takes now. */
  takeStep(): MirroredStep | undefined;
  /** An actor of a key was started. */
  started(key: ActorKey): void;
  /** The coordinator has started an actor on a thread. */
  hasStarted(): void;
  /** An actor is about to end, and to give up these timers. */
  endTimers(actor: AnyActorRef, ids: readonly string[]): void;
  /** A step has kept its thread busy for so many milliseconds of the run's clock. */
  block(ms: number): void;
}

/**
 * The actors on the coordinator that stand for those on threads.
 *
 * Each has the id, the parent and the ref of its actor, but not its logic. A step of a mirror does again, in the
 * mirror's name, what the thread has done.
 */
export class Mirrors implements Stage {
  readonly #directory: ActorDirectory;
  readonly #calls: ThreadCalls;
  readonly #guard: SetupGuard;
  readonly #host: MirrorsHost;
  readonly #player = new DeedPlayer(this);
  /** The actor on a thread whose mirror is about to be created. */
  #expected: Extract<Deed, { readonly do: 'create' }> | undefined;

  constructor(directory: ActorDirectory, calls: ThreadCalls, guard: SetupGuard, host: MirrorsHost) {
    this.#directory = directory;
    this.#calls = calls;
    this.#guard = guard;
    this.#host = host;
  }

  /** Whether what a thread did is being done again. */
  get isPlaying(): boolean {
    return this.#player.isPlaying;
  }

  /** The logic for the mirror of a child that an actor on a thread has created; `undefined` for any other actor. */
  ofChild(ref: AnyActorRef, address: string, placement: Placement): AnyActorLogic | undefined {
    const expected = this.#expected;
    if (expected === undefined) {
      return undefined;
    }
    this.#expected = undefined;
    const { key, task, parent, id, src } = expected;
    const above = this.#mirrorAt(parent);
    const { thread, losses } = above;
    above.countChild(id, src);
    const logic = this.#directory.logicOf(ref);
    const mirror = new Mirror(
      key,
      thread,
      losses,
      logic !== undefined && isMachine(logic) ? logic : undefined,
    );
    placement.checkWithParent({ address, source: sourceNameOf(ref) }, thread);
    this.#directory.enter(ref, key, address, logic, mirror);
    const shown = logic ?? (task === undefined ? undefined : { config: namedFunction(task.name) });
    return this.#logicOf(
      mirror,
      shown,
      () => mirror.change(this.#player.playCreation(key), this.#reviver),
      () => this.#player.playStart(key),
    );
  }

  /** The logic for the mirror of a child of the coordinator's, which a thread is to create. */
  ofPlaced(ref: AnyActorRef, mirror: Mirror, logic: AnyActorLogic): AnyActorLogic {
    return this.#logicOf(
      mirror,
      logic,
      () => this.#create(ref, mirror),
      () => this.#start(mirror),
    );
  }

  refAt(key: ActorKey): AnyActorRef {
    return this.#directory.actorAt({ key });
  }

  revive(wire: Wire): unknown {
    return fromWire(wire, this.#directory);
  }

  expect(deed: Extract<Deed, { readonly do: 'create' }>): void {
    this.#expected = deed;
  }

  started(key: ActorKey): void {
    this.#host.started(key);
  }

  block(ms: number): void {
    this.#host.block(ms);
  }

  endTimers(actor: AnyActorRef, ids: readonly string[]): void {
    this.#host.endTimers(actor, ids);
  }

  /** Logic that does what its actor does on a thread. */
  #logicOf(mirror: Mirror, shown: object | undefined, create: () => void, start: () => void): AnyActorLogic {
    const logic: AnyActorLogic = {
      getInitialSnapshot: ({ defer }) => {
        create();
        defer(start);
        return mirror.snapshot as never;
      },
      transition: (_, event: EventObject) => {
        this.#step(mirror, event);
        return mirror.snapshot as never;
      },
      getPersistedSnapshot: (snapshot) => snapshot,
    };
    // Whoever asks for the source of a task finds the name of its function here.
    return Object.assign(logic, shown !== undefined && 'config' in shown ? { config: shown.config } : {});
  }

  #create(ref: AnyActorRef, mirror: Mirror): void {
    const entry = this.#directory.entryOf(ref);
    const parent = parentOf(ref);
    const above = parent === undefined ? undefined : this.#directory.entryOf(parent);
    if (entry === undefined || above === undefined) {
      throw new TypeError(`${ref.id} was not entered`);
    }
    const { name, ids, way } = entry;
    const input = exactWire(inputOf(ref), this.#directory, 'input', {
      sender: above.name.address,
      receiver: name.address,
      what: 'the input',
    });
    this.#guard.watch(() => {
      const { deeds, change, life } = this.#calls.create(mirror.thread, {
        name,
        ids,
        way,
        input,
        parent: above.name,
        lineage: above.lineage,
        systemId: systemIdOf(ref),
        sessionId: ref.sessionId,
      });
      mirror.losses = life;
      this.#player.play(deeds);
      mirror.change(change, this.#reviver);
    });
  }

  #start(mirror: Mirror): void {
    const error = this.#guard.watch(() => {
      const started = this.#calls.start(mirror.thread, mirror.key, mirror.losses);
      this.#player.play(started.deeds);
      return started.error;
    });
    this.#host.hasStarted();
    if (error !== undefined) {
      throw this.revive(error);
    }
  }

  #step(mirror: Mirror, event: EventObject): void {
    this.#guard.watch(() => {
      const step = this.#host.takeStep();
      if (step === undefined) {
        throw new TypeError(`${event.type} to ${mirror.key} was not prepared`);
      }
      this.#player.play(step.deeds);
      if (step.change !== undefined) {
        mirror.change(step.change, this.#reviver);
      }
    });
  }

  readonly #reviver = (wire: Wire): unknown => this.revive(wire);

  #mirrorAt(key: ActorKey): Mirror {
    const mirror = this.#directory.entryOf(this.refAt(key))?.mirror;
    if (mirror === undefined) {
      throw new TypeError(`${key} does not live on a thread`);
    }
    return mirror;
  }
}

function namedFunction(name: string): () => undefined {
  return Object.defineProperty(() => undefined, 'name', { value: name === '(inline)' ? '' : name });
}
