import type { AnyActorRef } from 'xstate';
import type { ResourceLimits } from 'node:worker_threads';
import type { Clock } from '../../clock/clock.js';
import type { HostClock } from '../../clock/host-clock.js';
import type { ControlledSystem } from '../../system/controlled-system.js';
import { systemOf } from '../../system/thread-seam.js';
import { CooperativeRun } from '../cooperative-run.js';
import type { RunOptions, Scheduler } from '../scheduler.js';
import { createSelector, type Order, type Selector } from '../selector.js';
import { FreeRun } from './free-run.js';
import { Hosting } from './hosting.js';
import type { FreeClock } from './messages.js';
import type { LostThread, Restart } from './lost-actors.js';
import type { LogicSources } from './logic-source.js';
import { checkPlaces, Placement, type Places, threadNames } from './placement.js';
import { createThreadStepping } from './thread-stepping.js';
import { ThreadPool } from './thread-pool.js';
import { HostingError } from './workers-errors.js';

/** More threads than this are a slip of the finger. */
const MOST_THREADS = 64;

export interface WorkersOptions {
  /** How many threads, from 1 to 64. */
  readonly threads: number;
  /**
   * Where threads find logics, by the address of an actor or the name that its parent has for its logic. What is not
   * named here is looked up in the nearest above it that is; so the root is enough, where its machine has all others.
   */
  readonly modules: LogicSources;
  /**
   * On which thread an actor lives, by its address or the name that its parent has for its logic. Unless it says
   * otherwise, the children of the root go round the threads, and asynchronous tasks stay with the root. The children
   * of an actor on a thread live there, too.
   */
  readonly place?: Places;
  /**
   * `lockstep`: the threads take steps side by side that lead to the trace of the cooperative scheduler.
   * `free-running`: each thread delivers its own actors' mail as it comes, and what came of it is recorded.
   * Unless given, `free-running` on the real and on a scaled clock, but `lockstep` where the order is `random`. Always
   * `lockstep` on a clock that is not the host's.
   */
  readonly mode?: 'lockstep' | 'free-running';
  /** `fifo` unless given; at random steps run one after the other. In a free run the operating system decides. */
  readonly order?: Order;
  /** How much memory a thread may use, as Node has it. */
  readonly resourceLimits?: ResourceLimits;
  /**
   * For how many milliseconds of the host's time a thread may be silent that was asked something, before it is taken
   * for lost; 10 seconds unless given, `Infinity` for ever, as it is while a debugger is attached.
   */
  readonly watchdog?: number;
  /**
   * Whether actors whose thread was lost begin anew on a fresh one, from what they were when their last steps were
   * committed; of `once` and `always`, which are for lockstep, see docs/threads.md. `never` unless given: they end in
   * error.
   */
  readonly restart?: Restart;
  /** Called when a thread was lost, with what became of its actors. */
  readonly onThreadLost?: (lost: LostThread) => void;
}

/** See `watchdog` of {@link WorkersOptions}. */
const DEFAULT_WATCHDOG = 10_000;

/** A scheduler that keeps threads, which end with the process unless it is closed before. */
export type WorkersScheduler = Scheduler & Required<Pick<Scheduler, 'close'>>;

/**
 * Runs actors on several threads: in lockstep with the trace of the cooperative scheduler, or freely as they come.
 *
 * @throws HostingError for a number of threads or a placement that cannot be
 *
 * @example
 * ```ts
 * const restaurant = { module: import.meta.resolve('./restaurant.js'), export: 'restaurant' };
 * const scheduler = createWorkersScheduler({ threads: 2, modules: { restaurant }, place: { kitchen: 0 } });
 * const run = createRun(machine, { input, scheduler });
 * ```
 */
export function createWorkersScheduler({
  threads,
  modules,
  place = {},
  order = 'fifo',
  mode = order === 'random' ? 'lockstep' : 'free-running',
  resourceLimits,
  watchdog = DEFAULT_WATCHDOG,
  restart = 'never',
  onThreadLost: onLost = () => undefined,
}: WorkersOptions): WorkersScheduler {
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    throw new HostingError(
      'ERR_THREADS',
      `actors live on 1 to ${MOST_THREADS} threads; got ${threads} (two threads a core gain nothing over one)`,
    );
  }
  checkPlaces(place, threads);
  const pool = new ThreadPool({ threads, names: threadNames(threads, place), resourceLimits, watchdog });
  const common = { pool, threads, order, modules: cloneable(modules), place, restart, onLost };
  const lockstep = createMode({ ...common, freely: undefined });
  return {
    ...lockstep,
    forClock(clock) {
      const factor = factorOf(clock);
      if (mode === 'lockstep' || factor === undefined) {
        return lockstep;
      }
      if (restart !== 'never') {
        throw new HostingError(
          'ERR_LOCKSTEP_ONLY',
          `restart '${restart}' is for lockstep, and a run on the ${clock.kind} clock is free; give mode: 'lockstep', or restart: 'never'`,
        );
      }
      return createMode({ ...common, freely: { factor } });
    },
    stepping: () => createThreadStepping(common),
    close: () => pool.close(),
  };
}

/** The same sources as threads can be sent them: a `URL` cannot be cloned. */
function cloneable(modules: LogicSources): LogicSources {
  return Object.fromEntries(
    Object.entries(modules).map(([name, source]) => [name, { ...source, module: String(source.module) }]),
  );
}

/** How fast the threads' own clocks have to go; `undefined` where the time is not the host's, and so not theirs. */
function factorOf(clock: Clock): number | undefined {
  switch (clock.kind) {
    case 'real':
    case 'scaled':
      return (clock as HostClock).factor;
    case 'virtual':
    case 'rxjs':
      return undefined;
  }
}

interface ModeOptions {
  readonly pool: ThreadPool;
  readonly threads: number;
  readonly order: Order;
  readonly modules: LogicSources;
  readonly place: Places;
  readonly freely: FreeClock | undefined;
  readonly restart: Restart;
  readonly onLost: (lost: LostThread) => void;
}

/** The scheduler in one of its modes. */
function createMode({
  pool,
  threads,
  order,
  modules,
  place,
  freely,
  restart,
  onLost,
}: ModeOptions): Scheduler {
  const hostings = new WeakMap<object, Hosting>();
  const selectors = new WeakMap<ControlledSystem, Selector>();
  const isFifo = order === 'fifo';
  const hostingOf = (actor: AnyActorRef): Hosting => {
    const system = systemOf(actor);
    const placement = new Placement(threads, place);
    const hosting =
      hostings.get(system) ?? new Hosting({ pool, placement, modules, isFifo, freely, restart, onLost });
    hostings.set(system, hosting);
    return hosting;
  };
  const runInLockstep = async (system: ControlledSystem, hosting: Hosting, options: RunOptions) => {
    const select = selectors.get(system) ?? createSelector(order, options.seed);
    selectors.set(system, select);
    const selector: Selector = (of) => {
      let decision = select(of);
      while (decision !== undefined && !hosting.prepare(decision)) {
        decision = select(of);
      }
      return decision;
    };
    const host = { letSettle: async () => hosting.settle(), wakeUps: hosting.wakeUps };
    return new CooperativeRun(system, selector, options, host).run();
  };
  return {
    name: 'workers',
    settings: freely === undefined ? { mode: 'lockstep', threads, order } : { mode: 'free-running', threads },
    freeTimers: freely !== undefined,
    substitute: (actor) => hostingOf(actor.ref).substitute(actor),
    ...(freely === undefined
      ? {}
      : { givenUp: (sender, id, named) => hostingOf(sender).free.givenUp(sender, id, named) }),
    admit: (sender, receiver, event) => hostingOf(receiver).admit(sender, receiver, event),
    async run(system, options) {
      const hosting = hostingOf(system.root as AnyActorRef);
      hosting.attach(system);
      hosting.throwProblem();
      const outcome = await pool.during(async () =>
        freely === undefined
          ? runInLockstep(system, hosting, options)
          : new FreeRun(system, hosting, options).run(),
      );
      hosting.throwProblem();
      if (system.root.getSnapshot().status !== 'active') {
        hosting.forget();
        hosting.checkPlaces();
      }
      return outcome;
    },
  };
}
