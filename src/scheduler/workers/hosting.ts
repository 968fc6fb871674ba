import { Subject } from 'rxjs';
import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import type { Endpoint } from '../../bus/lane.js';
import { inMicrotask } from '../../clock/host-timers.js';
import type { ControlledSystem, CreatedActor } from '../../system/controlled-system.js';
import type { Decision } from '../../system/decision.js';
import { onNameChange } from '../../system/thread-seam.js';
import { parentOf, sourceNameOf } from '../../system/xstate-seam.js';
import { ActorDirectory } from './actor-directory.js';
import { markOf } from './actor-key.js';
import { answerTo } from './answer.js';
import { eventWire } from './event-wire.js';
import { FoundByThreads } from './found.js';
import { FreePart } from './free-part.js';
import type { HostThread } from './host-thread.js';
import { Lockstep } from './lockstep.js';
import { isMachine, type LogicSources } from './logic-source.js';
import { LostActors, type LostThread, type Restart } from './lost-actors.js';
import type { FreeClock, News, Reply } from './messages.js';
import { Mirror } from './mirror.js';
import { Mirrors } from './mirrors.js';
import { NameClaims } from './name-claims.js';
import type { Placement } from './placement.js';
import { SetupGuard } from './setup-guard.js';
import { TaskNews } from './task-news.js';
import { ThreadCalls } from './thread-calls.js';
import type { RunOnThreads, ThreadPool } from './thread-pool.js';
import type { ThreadLostError } from './workers-errors.js';

export interface HostingOptions {
  readonly pool: ThreadPool;
  readonly placement: Placement;
  readonly modules: LogicSources;
  /** Whether what waits longest comes first. */
  readonly isFifo: boolean;
  /** The clock of a run in which each thread delivers its own mail; `undefined` in lockstep. */
  readonly freely: FreeClock | undefined;
  readonly restart: Restart;
  /** Called when a thread was lost, and its actors were seen to. */
  readonly onLost: (lost: LostThread) => void;
}

/**
 * The actors of one run that live on threads, as the run's system sees them.
 *
 * For each there is an actor on the coordinator as well, its mirror. So bus, timers, lives and trace are those of one
 * system on one thread.
 */
export class Hosting implements RunOnThreads {
  /** Tells that actors have ended between two decisions. */
  readonly wakeUps = new Subject<undefined>();
  /** What the coordinator does in a free run. */
  readonly #free: FreePart | undefined;
  readonly #placement: Placement;
  readonly #directory = new ActorDirectory();
  readonly #guard = new SetupGuard();
  readonly #claims = new NameClaims();
  readonly #found = new FoundByThreads(this.#directory);
  readonly #calls: ThreadCalls;
  readonly #mirrors: Mirrors;
  readonly #lockstep: Lockstep;
  readonly #tasks: TaskNews;
  readonly #lost: LostActors;
  #root: AnyActorRef | undefined;
  #system: ControlledSystem | undefined;

  constructor({ pool, placement, modules, isFifo, freely, restart, onLost }: HostingOptions) {
    this.#placement = placement;
    const calls = new ThreadCalls(
      pool,
      modules,
      freely,
      this.#directory,
      this,
      (thread, told) => this.#free?.tell(thread, told),
      (asked) => answerTo(asked, this.#root as AnyActorRef, this.#directory, this.#claims, this.#found),
    );
    const tasks = new TaskNews(this.#directory, calls);
    const free =
      freely === undefined
        ? undefined
        : new FreePart(this.#directory, calls, tasks, this.#claims, this.#found);
    const lockstep = new Lockstep(this.#directory, calls, this.#guard, isFifo);
    this.#calls = calls;
    this.#tasks = tasks;
    this.#free = free;
    this.#lockstep = lockstep;
    this.#lost = new LostActors(this.#directory, calls, restart, onLost);
    this.#mirrors = new Mirrors(this.#directory, calls, this.#guard, {
      takeStep: () => free?.takeStep() ?? lockstep.takeStep(),
      started: (key) => tasks.started(key),
      endTimers: (actor, ids) => free?.endTimers(actor, ids),
      hasStarted: () => free?.sendUnsent(),
      block: (ms) => {
        // In a free run the thread has stood still by itself.
        if (free === undefined) {
          this.#system?.clock.block(ms);
        }
      },
    });
  }

  /** What the coordinator does in a free run; throws in lockstep. */
  get free(): FreePart {
    if (this.#free === undefined) {
      throw new TypeError('the run is one in lockstep');
    }
    return this.#free;
  }

  // What the system asks of a scheduler.

  /** Puts a mirror in the place of an actor that is to live on a thread. */
  substitute({ ref, address, logic, taskKind, machines }: CreatedActor): AnyActorLogic | undefined {
    const child = this.#mirrors.ofChild(ref, address, this.#placement);
    if (child !== undefined) {
      return child;
    }
    const parent = parentOf(ref);
    if (parent === undefined) {
      this.#root = ref;
      this.#calls.machines = machines;
      onNameChange(ref, () => this.#calls.nameChanged());
    }
    const source = sourceNameOf(ref);
    const placed = { address, source, isChildOfRoot: parent === this.#root, isTask: taskKind !== undefined };
    const place = parent === undefined ? 'coordinator' : this.#placement.of(placed);
    const key = this.#directory.nextKey(place === 'coordinator' ? undefined : place);
    if (place === 'coordinator') {
      this.#directory.enter(ref, key, address, logic, undefined);
      return undefined;
    }
    const machine = isMachine(logic) ? logic : undefined;
    const mirror = new Mirror(key, place, this.#lost.lossesOf(place), machine);
    this.#directory.enter(ref, key, address, logic, mirror);
    return this.#mirrors.ofPlaced(ref, mirror, logic);
  }

  /** Refuses an event that cannot go to the thread of its receiver. */
  admit(sender: Endpoint, receiver: AnyActorRef, event: EventObject): void {
    const entry = this.#directory.entryOf(receiver);
    if (entry?.mirror !== undefined && !this.#mirrors.isPlaying) {
      eventWire(event, this.#directory, sender.label, entry.name.address);
    }
  }

  attach(system: ControlledSystem): void {
    if (this.#system === undefined) {
      this.#system = system;
      this.#tasks.system = system;
      this.#free?.attach(system);
    }
  }

  // What a run asks for.

  /**
   * Has the step to be carried out next in lockstep be taken on its thread.
   *
   * @returns `false` where that cannot be: a thread was lost, its actors have ended, and another decision is next
   */
  prepare(decision: Decision): boolean {
    this.#guard.throwProblem();
    do {
      if (this.seeToTheLost().some(({ ended }) => ended.length > 0)) {
        return false;
      }
    } while (!this.#lockstep.prepare(decision, this.#attached));
    return true;
  }

  /** Gives the asynchronous tasks on threads their turn. */
  async settle(): Promise<void> {
    await this.#tasks.settle();
  }

  /** Answers what the threads have asked in steps which they take by themselves; not in the midst of one here. */
  answerAll(): void {
    if (!this.#guard.isAsking) {
      this.#calls.answerAll(() =>
        this.#guard.note(() => {
          while (this.#free?.commitOne() === true);
        }),
      );
    }
  }

  /** Throws what keeps the run from going on, if anything does: a HostingError where actors cannot be put on threads. */
  throwProblem(): void {
    this.#guard.throwProblem();
  }

  /** @throws HostingError where an actor that was to be placed never came */
  checkPlaces(): void {
    this.#placement.checkAllMatched();
  }

  /** The run is over: its actors on the threads can go. */
  forget(): void {
    this.#calls.forget();
  }

  // What the threads say.

  onNews(news: News): void {
    this.#tasks.hear(news);
  }

  onReply(thread: HostThread, reply: Reply): void {
    this.#guard.note(() => this.#calls.hear(thread, reply));
    this.answerAll();
    this.wakeUps.next(undefined);
  }

  onLost(error: ThreadLostError, mark: number): void {
    this.#calls.lose({ error, mark });
    // Not now: another run, or this one, may stand still for a thread which would have to be asked first.
    inMicrotask(() => {
      if (this.#system !== undefined && this.#guard.note(() => this.seeToTheLost().length) !== 0) {
        this.wakeUps.next(undefined);
      }
    });
  }

  addressOfMark(mark: number): string | undefined {
    for (const ref of this.#system?.living() ?? []) {
      const name = this.#directory.nameOf(ref);
      if (name !== undefined && markOf(this.#calls.run, name.key) === mark) {
        return name.address;
      }
    }
    return undefined;
  }

  /** Lets the actors of lost threads begin anew, or ends them in error; tells what became of them. */
  seeToTheLost(): LostThread[] {
    return this.#guard.watch(() => {
      if (!this.#calls.hasLost) {
        return [];
      }
      this.#free?.gather();
      const lost = this.#lost.seeTo(this.#attached);
      for (const { error } of lost) {
        this.#claims.release(error.thread);
        this.#lockstep.redo(error.thread);
      }
      this.#free?.resume(this.#attached);
      return lost;
    });
  }

  get #attached(): ControlledSystem {
    if (this.#system === undefined) {
      throw new TypeError('the run has no system yet');
    }
    return this.#system;
  }
}
