import type { AnyActorRef } from 'xstate';
import type { Address } from '../../bus/address.js';
import type { ControlledSystem } from '../../system/controlled-system.js';
import { lifeStageOf, parentOf } from '../../system/xstate-seam.js';
import type { ActorDirectory, DirectoryEntry } from './actor-directory.js';
import { markOf } from './actor-key.js';
import { fromWire } from './from-wire.js';
import type { Revival } from './messages.js';
import type { Mirror } from './mirror.js';
import { NotRevivableError, revivalOf } from './revival-of.js';
import type { Loss, ThreadCalls } from './thread-calls.js';
import { ThreadLostError } from './workers-errors.js';

/** How often an actor whose thread was lost begins anew: never, once in its life, or whenever it can. */
export type Restart = 'never' | 'once' | 'always';

/** A thread that was lost, and what became of the actors on it. */
export interface LostThread {
  readonly error: ThreadLostError;
  /** The addresses of those that began anew on a fresh thread. */
  readonly anew: readonly Address[];
  /** The addresses of those that ended in error. */
  readonly ended: readonly Address[];
}

interface Lost {
  readonly address: Address;
  readonly ref: AnyActorRef;
  readonly entry: DirectoryEntry;
  readonly mirror: Mirror;
}

/**
 * Lets the actors of lost threads begin anew, or ends them in error.
 *
 * An actor that began anew is what it was when its last step was committed: nobody but its thread can tell. Its mail
 * and its timers are with the coordinator, and its life is the same.
 */
export class LostActors {
  readonly #directory: ActorDirectory;
  readonly #calls: ThreadCalls;
  readonly #restart: Restart;
  readonly #onLost: (lost: LostThread) => void;
  /** How often each thread was lost, as far as that was seen to. */
  readonly #losses = new Map<number, number>();

  constructor(
    directory: ActorDirectory,
    calls: ThreadCalls,
    restart: Restart,
    onLost: (lost: LostThread) => void,
  ) {
    this.#directory = directory;
    this.#calls = calls;
    this.#restart = restart;
    this.#onLost = onLost;
  }

  /** How often a thread was lost, whether that was seen to or not. */
  lossesOf(thread: number): number {
    return this.#seenTo(thread) + this.#calls.lossesOf(thread);
  }

  /**
   * Sees to the threads that were lost since.
   *
   * @returns what became of their actors; nothing when no thread was lost
   */
  seeTo(system: ControlledSystem): LostThread[] {
    const all: LostThread[] = [];
    for (let losses = this.#calls.takeLost(); losses.length > 0; losses = this.#calls.takeLost()) {
      for (const loss of losses) {
        const lost = this.#seeToOne(system, loss);
        all.push(lost);
        this.#onLost(lost);
      }
    }
    return all;
  }

  #seeToOne(system: ControlledSystem, { error, mark }: Loss): LostThread {
    const { thread } = error;
    this.#losses.set(thread, this.#seenTo(thread) + 1);
    const actors = this.#actorsOn(thread, system);
    const doomed = new Map<AnyActorRef, { readonly address: Address; readonly error: unknown }>();
    const revivals: [Lost, Revival][] = [];
    for (const actor of actors) {
      const revival = doomed.has(parentOf(actor.ref) as AnyActorRef)
        ? undefined
        : this.#revivalOf(actor, mark, system);
      if (revival === undefined) {
        doomed.set(actor.ref, { address: actor.address, error });
      } else if (revival instanceof NotRevivableError) {
        doomed.set(actor.ref, { address: actor.address, error: revival.because(error) });
      } else {
        revivals.push([actor, revival]);
      }
    }
    this.#beginAnew(thread, revivals, (actor, reason) =>
      doomed.set(actor.ref, { address: actor.address, error: reason ?? error }),
    );
    for (const [ref, { error: reason }] of doomed) {
      for (const fault of system.faults('crash', ref, reason)) {
        system.apply(fault);
      }
    }
    const anew = revivals.filter(([{ ref }]) => !doomed.has(ref)).map(([{ address }]) => address);
    return { error, anew, ended: [...doomed.values()].map(({ address }) => address) };
  }

  /** Those above before those below. */
  #actorsOn(thread: number, system: ControlledSystem): Lost[] {
    const all: Lost[] = [];
    for (const ref of system.living()) {
      const entry = this.#directory.entryOf(ref);
      const mirror = entry?.mirror;
      // One that is being started, or created, ends for it by itself.
      if (
        entry !== undefined &&
        mirror?.thread === thread &&
        mirror.losses < this.#seenTo(thread) &&
        lifeStageOf(ref) === 'running'
      ) {
        all.push({ address: entry.name.address, ref, entry, mirror });
      }
    }
    return all.sort((a, b) => a.entry.lineage.length - b.entry.lineage.length);
  }

  /** What an actor begins anew from; `undefined` where it is not to. */
  #revivalOf(
    { ref, entry, mirror }: Lost,
    mark: number,
    system: ControlledSystem,
  ): Revival | NotRevivableError | undefined {
    const mayBeToBlame = mark === 0 || mark === markOf(this.#calls.run, entry.name.key);
    if (!mirror.mayBeginAnew(this.#restart, mayBeToBlame)) {
      return undefined;
    }
    try {
      const isNamed = this.#calls.namesModuleFor(entry.name.address);
      return revivalOf(ref, entry, mirror, this.#directory, system, isNamed);
    } catch (problem) {
      if (problem instanceof NotRevivableError) {
        return problem;
      }
      throw problem;
    }
  }

  #beginAnew(
    thread: number,
    revivals: readonly (readonly [Lost, Revival])[],
    fail: (actor: Lost, error?: unknown) => void,
  ): void {
    if (revivals.length === 0) {
      return;
    }
    for (const [{ mirror }] of revivals) {
      mirror.losses = this.#seenTo(thread);
    }
    try {
      const failures = this.#calls.revive(
        thread,
        revivals.map(([, revival]) => revival),
      );
      for (const { key, error } of failures) {
        const failed = revivals.find(([{ mirror }]) => mirror.key === key);
        if (failed !== undefined) {
          fail(failed[0], fromWire(error, this.#directory));
        }
      }
    } catch (error) {
      if (!(error instanceof ThreadLostError)) {
        throw error;
      }
      // The fresh thread was lost at once: they end with it.
      for (const [actor] of revivals) {
        fail(actor);
      }
    }
  }

  #seenTo(thread: number): number {
    return this.#losses.get(thread) ?? 0;
  }
}
