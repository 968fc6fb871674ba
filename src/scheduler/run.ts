import type { AnyActorLogic, InputFrom } from 'xstate';
import type { Clock } from '../clock/clock.js';
import { createVirtualClock, isVirtualClock } from '../clock/virtual-clock.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Machines } from '../system/machines.js';
import { createSystem } from '../system/seamed-system.js';
import { DecisionError } from '../system/system-errors.js';
import { createCooperativeScheduler } from './cooperative-scheduler.js';
import type { Outcome, Scheduler } from './scheduler.js';

/** How long a run on a virtual clock waits for asynchronous tasks, in milliseconds of the host's time. */
export const DEFAULT_PATIENCE = 1000;

/** The seed of a run that was given none. */
export const DEFAULT_SEED = 1;

export interface CreateRunOptions<TLogic extends AnyActorLogic> {
  /** Handed to the root, as `createActor` does. */
  readonly input?: InputFrom<TLogic>;
  /** The root's id; the machine's own id unless given. */
  readonly id?: string;
  /** The name under which every actor finds the root by `system.get`, and then its address; none unless given. */
  readonly systemId?: string;
  /** How its machines take their transitions, on whatever thread they live; `interpreted` unless given. */
  readonly machines?: Machines;
  /** A virtual clock unless given. */
  readonly clock?: Clock;
  /** The cooperative scheduler in FIFO order unless given. */
  readonly scheduler?: Scheduler;
  /** Decides whatever the scheduler leaves to chance; {@link DEFAULT_SEED} unless given. */
  readonly seed?: number;
  /**
   * For how many milliseconds of the host's time to wait for asynchronous tasks when nothing else is left;
   * {@link DEFAULT_PATIENCE} on a virtual clock and `Infinity` on any other unless given.
   */
  readonly patience?: number;
  /** Where XState's `log` action writes; `console.log` unless given. */
  readonly logger?: (...args: unknown[]) => void;
}

/** A system together with the scheduler that will run it. */
export interface Run<TLogic extends AnyActorLogic = AnyActorLogic> {
  readonly system: ControlledSystem<TLogic>;
  readonly scheduler: Scheduler;
  readonly seed: number;
  /** What the root was given as input. */
  readonly input: unknown;
  /**
   * Runs the system until it is at rest. May be called again, to go on after events were sent from outside;
   * rejects with a `DecisionError` while an earlier call is under way.
   */
  finish(options?: { readonly signal?: AbortSignal }): Promise<Outcome>;
}

/**
 * Puts an unmodified XState logic under a scheduler: one call from a machine and its input to a run.
 *
 * @example
 * ```ts
 * const run = createRun(machine, { input: { guests: 3 }, seed: 7 });
 * run.system.emitted.subscribe(({ time, address, event }) => console.log(time, address, event.type));
 * const { status, elapsed } = await run.finish();
 * ```
 */
export function createRun<TLogic extends AnyActorLogic>(
  logic: TLogic,
  options: CreateRunOptions<TLogic> = {},
): Run<TLogic> {
  const {
    clock = createVirtualClock(),
    scheduler: chosen = createCooperativeScheduler(),
    seed = DEFAULT_SEED,
    patience = isVirtualClock(clock) ? DEFAULT_PATIENCE : Number.POSITIVE_INFINITY,
    ...rest
  } = options;
  const scheduler = chosen.forClock?.(clock) ?? chosen;
  const { substitute, admit, givenUp, freeTimers = false } = scheduler;
  const system = createSystem(logic, {
    ...rest,
    clock,
    ...(substitute === undefined ? {} : { substitute: (actor) => substitute(actor) }),
    ...(admit === undefined ? {} : { admit }),
    ...(givenUp === undefined ? {} : { givenUp }),
    freeTimers,
  });
  let isUnderWay = false;
  return {
    system,
    scheduler,
    seed,
    input: options.input,
    async finish({ signal } = {}) {
      if (isUnderWay) {
        throw new DecisionError('the run is under way', 'await what finish() returned before');
      }
      isUnderWay = true;
      try {
        return await scheduler.run(
          system,
          signal === undefined ? { seed, patience } : { seed, patience, signal },
        );
      } finally {
        isUnderWay = false;
      }
    },
  };
}
