import type { AnyActorRef } from 'xstate';
import type { ResourceLimits } from 'node:worker_threads';
import type { ControlledSystem } from '../../system/controlled-system.js';
import { systemOf } from '../../system/thread-seam.js';
import { CooperativeRun } from '../cooperative-run.js';
import type { Scheduler } from '../scheduler.js';
import { createSelector, type Order, type Selector } from '../selector.js';
import { Hosting } from './hosting.js';
import type { LogicSources } from './logic-source.js';
import { checkPlaces, Placement, type Places } from './placement.js';
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
  /** `fifo` unless given; at random steps run one after the other. */
  readonly order?: Order;
  /** How much memory a thread may use, as Node has it. */
  readonly resourceLimits?: ResourceLimits;
  /**
   * For how many milliseconds of the host's time a thread may be silent that was asked something, before it is taken
   * for lost; 10 seconds unless given, `Infinity` for ever, as it is while a debugger is attached.
   */
  readonly watchdog?: number;
}

/** See `watchdog` of {@link WorkersOptions}. */
const DEFAULT_WATCHDOG = 10_000;

/** A scheduler that keeps threads, which end with the process unless it is closed before. */
export type WorkersScheduler = Scheduler & Required<Pick<Scheduler, 'close'>>;

/**
 * Runs actors on several threads in lockstep: side by side, and with the trace of the cooperative scheduler.
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
  resourceLimits,
  watchdog = DEFAULT_WATCHDOG,
}: WorkersOptions): WorkersScheduler {
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    throw new HostingError(
      'ERR_THREADS',
      `actors live on 1 to ${MOST_THREADS} threads; got ${threads} (two threads a core gain nothing over one)`,
    );
  }
  checkPlaces(place, threads);
  const pool = new ThreadPool({ threads, resourceLimits, watchdog });
  const hostings = new WeakMap<object, Hosting>();
  const selectors = new WeakMap<ControlledSystem, Selector>();
  const hostingOf = (actor: AnyActorRef): Hosting => {
    const system = systemOf(actor);
    const hosting =
      hostings.get(system) ??
      new Hosting({ pool, placement: new Placement(threads, place), modules, isFifo: order === 'fifo' });
    hostings.set(system, hosting);
    return hosting;
  };
  return {
    name: 'workers',
    settings: { mode: 'lockstep', threads, order },
    substitute: (actor) => hostingOf(actor.ref).substitute(actor),
    admit: (sender, receiver, event) => hostingOf(receiver).admit(sender, receiver, event),
    close: () => pool.close(),
    async run(system, options) {
      const hosting = hostingOf(system.root as AnyActorRef);
      hosting.attach(system);
      hosting.throwProblem();
      const select = selectors.get(system) ?? createSelector(order, options.seed);
      selectors.set(system, select);
      const selector: Selector = (of) => {
        let decision = select(of);
        while (decision !== undefined && !hosting.prepare(decision)) {
          decision = select(of);
        }
        return decision;
      };
      const outcome = await pool.during(async () =>
        new CooperativeRun(system, selector, options, {
          letSettle: async () => hosting.settle(),
          wakeUps: hosting.wakeUps,
        }).run(),
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
