import { BehaviorSubject, type Observable } from 'rxjs';
import type { VirtualClock } from '../clock/virtual-clock.js';
import { nextMacrotask } from '../clock/host-timers.js';
import { checkExploreOptions } from '../explorer/check-explore-options.js';
import type { Choice } from '../explorer/choice.js';
import { DEFAULT_PATIENCE, type ExploreOptions } from '../explorer/explore-options.js';
import { propertiesOf } from '../explorer/properties.js';
import type { FaultPlans } from '../explorer/faults.js';
import type { RunEnd } from '../explorer/property.js';
import { writeReplayLine } from '../explorer/replay-line.js';
import type { Subject } from '../explorer/subject.js';
import type { SystemView } from '../explorer/system-view.js';
import { DEFAULT_SEED } from '../scheduler/run.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import { createSelector, type Order } from '../scheduler/selector.js';
import type { Stepping } from '../scheduler/stepping.js';
import type { Breakpoint } from './breakpoint.js';
import { Breakpoints } from './breakpoints.js';
import type { BrokenProperty, DebugStep } from './debug-step.js';
import { DebuggedRun, type Situation } from './debugged-run.js';
import { DebuggerError } from './debugger-errors.js';
import { detectorOf } from './detector.js';
import type { Recording } from './recording.js';

/** How to debug a system. What is to hold, its faults and timers are given as to `explore`. */
export interface DebuggerOptions
  extends Pick<
    ExploreOptions,
    | 'timers'
    | 'machines'
    | 'faults'
    | 'patience'
    | 'seed'
    | 'invariants'
    | 'monitors'
    | 'properties'
    | 'mustFinish'
    | 'noUnhandledEvents'
    | 'noErrors'
    | 'noDeadLetters'
  > {
  /** What comes next where nobody chooses: `fifo` unless given, or `random`, by the seed, as `createRun` does. */
  readonly order?: Order;
  /**
   * Where actors live: one that keeps them on threads takes their steps there, one after the other. All live on the
   * calling thread unless given. It stays its owner's to close.
   */
  readonly scheduler?: Scheduler;
  /** What the run is to do first: the schedule of a replay line or of a trace. */
  readonly recording?: Recording;
  /**
   * Behind how many decisions the system is kept, to be put back there; 256 unless given. What is not kept is run again.
   */
  readonly checkpointEvery?: number;
}

/**
 * Why a run stands still: it has just started, has taken the decisions that were asked for, has come to a breakpoint, to
 * a time, to its end, was taken to a decision, or was told to stop.
 */
export type StopReason = 'start' | 'taken' | 'breakpoint' | 'time' | 'end' | 'moved' | 'interrupted';

/** A run that stands still between two decisions. */
export interface Stop {
  readonly reason: StopReason;
  /** The number of the last decision; 0 is the start of the system. */
  readonly decision: number;
  /** When that happened, in milliseconds. */
  readonly time: number;
  /** The last decision, and what it led to. */
  readonly step: DebugStep;
  /** The breakpoints that the run has come to, behind the last decision or before the next. */
  readonly breakpoints: readonly Breakpoint[];
  /** What comes next unless somebody picks otherwise; `undefined` at the end. */
  readonly next: Choice | undefined;
  /** How the run has ended, where it has. */
  readonly end: RunEnd | undefined;
  /** The properties that do not hold now, and did before the last decision, or that the end breaks. */
  readonly broken: readonly BrokenProperty[];
  /** That a recording no longer fits, and that the run goes on without it. */
  readonly note: string | undefined;
}

/** A run that stands still between decisions, and goes on, and back, as it is told. One call at a time. */
export interface Debugger {
  /** Each stop, the present one first. */
  readonly stops: Observable<Stop>;
  /** Where the run stands. */
  readonly stop: Stop;
  /** Shows the system as it is now. */
  readonly view: SystemView;
  /** The decisions that were taken, by their numbers. */
  readonly steps: readonly DebugStep[];
  readonly breakpoints: readonly Breakpoint[];
  /** What can be decided now: by the scheduler, and behind that faults. */
  choices(): Promise<readonly Choice[]>;

  /** Takes so many decisions, or fewer where a breakpoint or the end comes before. */
  step(count?: number, signal?: AbortSignal): Promise<Stop>;
  /** Goes on until the actor of the last decision has acted again. */
  over(signal?: AbortSignal): Promise<Stop>;
  /** Goes on until a breakpoint or the end. */
  continue(signal?: AbortSignal): Promise<Stop>;
  /** Goes on as long as decisions happen up to a time, in milliseconds of the run. */
  until(time: number, signal?: AbortSignal): Promise<Stop>;
  /** Goes so many decisions back. What was taken there is what comes next, until somebody picks otherwise. */
  back(count?: number): Promise<Stop>;
  /** Goes back, or on, to where so many decisions have been taken; passes breakpoints. */
  goTo(decision: number, signal?: AbortSignal): Promise<Stop>;
  /** Takes one of the choices by its place, from 0; what was known of the decisions behind it is given up. */
  pick(index: number): Promise<Stop>;

  /**
   * Sets a breakpoint: `kitchen`, `task.*`, `kitchen:closing`, `kitchen.queue.length > 3`, `violated`.
   *
   * @throws ExpressionError where it is a condition that cannot be read
   */
  breakOn(pattern: string): Breakpoint;
  /** Takes a breakpoint away. */
  deleteBreakpoint(id: number): void;
  /** The chain of decisions that led to one, itself first, each made possible by the one behind it in the list. */
  causesOf(decision: number): DebugStep[];
  /** The decisions so far as a line that `replay` takes. */
  replayLine(): string;
  /** A value of the system as canonical JSON, its actors by their addresses. */
  jsonOf(value: unknown): string;
  /** Lets go of the system. */
  close(): void;
}

/** How many decisions are taken before the host's other work, a signal among it, gets its turn. */
const DECISIONS_A_TURN = 256;

/**
 * Starts a system under a debugger; it then stands still behind its start.
 *
 * Time is virtual. Nothing comes of the system by itself but what its promises, callbacks and observables do.
 *
 * @param makeSubject - makes the system, given its clock; called again where the run has to go back to its start
 * @throws SubjectError where that returns no system; ExploreOptionError where an option makes no sense;
 * ReplaySystemError where the recording is of a system that starts with other actors
 *
 * @example
 * ```ts
 * const debug = await createDebugger(() => ({ machine, input }));
 * debug.breakOn('kitchen.queue.length > 3');
 * const { decision, step } = await debug.continue();
 * await debug.back();
 * ```
 */
export async function createDebugger(
  makeSubject: (clock: VirtualClock) => Subject,
  options: DebuggerOptions = {},
): Promise<Debugger> {
  const { order = 'fifo', scheduler, recording = NOTHING, checkpointEvery = 256, ...rest } = options;
  checkExploreOptions(rest);
  const {
    seed = DEFAULT_SEED,
    patience = DEFAULT_PATIENCE,
    faults = {},
    timers,
    machines = 'compiled',
  } = rest;
  const properties = propertiesOf(rest);
  const run = new DebuggedRun(makeSubject, {
    properties,
    faults,
    patience,
    lateTimers: timers === 'late',
    machines,
    selector: createSelector(order, seed),
    recording,
    checkpointEvery,
    stepping: steppingOf(scheduler, faults),
  });
  const names = properties.map(({ name }) => name);
  return new StandingRun(run, names, await run.situation());
}

/** Actors on threads do not bear the faults of a test. */
function steppingOf(scheduler: Scheduler | undefined, faults: FaultPlans): Stepping | undefined {
  const stepping = scheduler?.stepping?.();
  const [fault] = Object.entries(faults).filter(([, plan]) => plan !== undefined);
  if (stepping !== undefined && fault !== undefined) {
    throw new DebuggerError(
      'ERR_DEBUG_FAULTS',
      `nothing can be made to go wrong on threads (${fault[0]}); debug on one thread, which takes the same decisions`,
    );
  }
  return stepping;
}

const NOTHING: Recording = { decisions: [], arrivals: [] };

/** When a run that goes on is to stop, beside at breakpoints and at its end. */
interface Goal {
  readonly reason: StopReason;
  /** Asked behind each decision, and before the first. */
  readonly isReached: (situation: Situation) => boolean;
  readonly signal: AbortSignal | undefined;
  /** Whether at least one decision is to be taken. */
  readonly moves?: boolean;
}

class StandingRun implements Debugger {
  readonly stops: BehaviorSubject<Stop>;
  readonly #run: DebuggedRun;
  readonly #breakpoints = new Breakpoints();
  readonly #properties: readonly string[];
  #isBusy = false;

  constructor(run: DebuggedRun, properties: readonly string[], situation: Situation) {
    this.#run = run;
    this.#properties = properties;
    this.stops = new BehaviorSubject(this.#stopAt('start', situation, []));
  }

  get stop(): Stop {
    return this.stops.value;
  }

  get view(): SystemView {
    return this.#run.view;
  }

  get steps(): readonly DebugStep[] {
    return this.#run.steps;
  }

  get breakpoints(): readonly Breakpoint[] {
    return this.#breakpoints.all;
  }

  async choices(): Promise<readonly Choice[]> {
    return this.#alone(async () => (await this.#run.situation()).choices);
  }

  step(count = 1, signal?: AbortSignal): Promise<Stop> {
    checkWhole('step', count, 1);
    const goal = this.#run.decision + count;
    return this.#go({ reason: 'taken', isReached: () => this.#run.decision >= goal, signal, moves: true });
  }

  over(signal?: AbortSignal): Promise<Stop> {
    const run = this.#run;
    const { decision, last } = run;
    const isReached = (): boolean => run.decision > decision && run.last.to === last.to;
    return this.#go({ reason: 'taken', isReached, signal });
  }

  continue(signal?: AbortSignal): Promise<Stop> {
    return this.#go({ reason: 'taken', isReached: () => false, signal });
  }

  until(time: number, signal?: AbortSignal): Promise<Stop> {
    if (!Number.isFinite(time) || time < this.view.now) {
      throw new DebuggerError(
        'ERR_DEBUG_RANGE',
        `until takes a time that has not gone by: it is ${this.view.now} ms`,
      );
    }
    return this.#go({ reason: 'time', isReached: (situation) => situation.time > time, signal });
  }

  back(count = 1): Promise<Stop> {
    checkWhole('back', count, 1);
    return this.goTo(Math.max(0, this.#run.decision - count));
  }

  goTo(decision: number, signal?: AbortSignal): Promise<Stop> {
    checkWhole('goto', decision, 0);
    return this.#alone(async () => {
      const run = this.#run;
      let reason: StopReason = 'moved';
      if (decision < run.decision) {
        await this.#goBackTo(decision);
      }
      let situation = await run.situation();
      while (run.decision < decision && situation.next !== undefined) {
        await run.advance();
        situation = await run.situation();
        if (situation.note !== undefined || (await this.#isInterrupted(signal))) {
          reason = 'interrupted';
          break;
        }
      }
      this.#breakpoints.behind(run.view, run.last);
      return this.#stand(run.decision < decision && reason === 'moved' ? 'end' : reason, situation, []);
    });
  }

  pick(index: number): Promise<Stop> {
    return this.#alone(async () => {
      const run = this.#run;
      const { choices } = await run.situation();
      const choice = choices[index];
      if (choice === undefined) {
        throw new DebuggerError(
          'ERR_DEBUG_RANGE',
          choices.length === 0
            ? 'the run has ended: there is nothing to pick'
            : `pick takes a number from 1 to ${choices.length}; got ${index + 1}`,
        );
      }
      run.choose(choice);
      const hit = this.#breakpoints.behind(run.view, run.last);
      return this.#stand(hit.length > 0 ? 'breakpoint' : 'taken', await run.situation(), hit);
    });
  }

  breakOn(pattern: string): Breakpoint {
    const { view, last } = this.#run;
    const detector = detectorOf(pattern.trim(), view, this.#properties);
    return this.#breakpoints.add(pattern.trim(), detector, view, last);
  }

  deleteBreakpoint(id: number): void {
    if (!this.#breakpoints.delete(id)) {
      const ids = this.breakpoints.map((breakpoint) => breakpoint.id).join(', ');
      throw new DebuggerError(
        'ERR_DEBUG_RANGE',
        `there is no breakpoint ${id}; ${ids === '' ? 'none is set' : `set: ${ids}`}`,
      );
    }
  }

  causesOf(decision: number): DebugStep[] {
    const chain: DebugStep[] = [];
    for (let step = this.steps[decision]; step !== undefined; step = this.steps[step.cause]) {
      chain.push(step);
    }
    return chain;
  }

  replayLine(): string {
    if (this.#run.hasArrivals) {
      throw new DebuggerError(
        'ERR_DEBUG_OUTSIDE',
        'events have come from outside, which a replay line does not hold; keep the trace',
      );
    }
    const decisions = this.steps.slice(1).map(({ name }) => name);
    return writeReplayLine({ system: this.#run.starters, decisions });
  }

  jsonOf(value: unknown): string {
    return this.#run.jsonOf(value);
  }

  close(): void {
    this.#run.dispose();
    this.stops.complete();
  }

  #go({ reason, isReached, signal, moves = false }: Goal): Promise<Stop> {
    return this.#alone(async () => {
      const run = this.#run;
      let situation = await run.situation();
      // One that was set since the run came here is a reason to stop here; one that stopped it here is none.
      const seen = new Set(this.stop.breakpoints);
      const set = this.#before(situation).filter((breakpoint) => !seen.has(breakpoint));
      if (set.length > 0 && !moves) {
        return this.#stand('breakpoint', situation, []);
      }
      const { decision } = run;
      while (situation.next !== undefined && !isReached(situation)) {
        await run.advance();
        situation = await run.situation();
        const behind = this.#breakpoints.behind(run.view, run.last);
        const atEnd = this.#breakpoints.atEnd(run.view, run.last, situation.brokenAtEnd);
        const hit = [...behind, ...atEnd];
        if (hit.length > 0 || this.#before(situation).length > 0) {
          return this.#stand('breakpoint', situation, hit);
        }
        if (situation.note !== undefined || (await this.#isInterrupted(signal))) {
          return this.#stand('interrupted', situation, []);
        }
      }
      const hasEnded = situation.next === undefined && (run.decision === decision || !isReached(situation));
      return this.#stand(hasEnded ? 'end' : reason, situation, []);
    });
  }

  async #goBackTo(decision: number): Promise<void> {
    try {
      await this.#run.goBackTo(decision);
    } catch (error) {
      this.#stand('interrupted', await this.#run.situation(), []);
      throw error;
    }
  }

  /** The breakpoints at the decision that comes next. */
  #before({ next }: Situation): Breakpoint[] {
    return next === undefined ? [] : this.#breakpoints.before(next.decision);
  }

  async #isInterrupted(signal: AbortSignal | undefined): Promise<boolean> {
    if (this.#run.decision % DECISIONS_A_TURN === 0) {
      await nextMacrotask();
    }
    return signal?.aborted === true;
  }

  #stand(reason: StopReason, situation: Situation, behind: readonly Breakpoint[]): Stop {
    const stop = this.#stopAt(reason, situation, behind);
    this.stops.next(stop);
    return stop;
  }

  #stopAt(reason: StopReason, situation: Situation, behind: readonly Breakpoint[]): Stop {
    const { last, decision, steps } = this.#run;
    const { next, end, note, brokenAtEnd } = situation;
    const before = new Set(steps[decision - 1]?.violations.map(({ property }) => property));
    const broken = last.violations.filter(({ property }) => !before.has(property));
    return {
      reason,
      decision,
      time: this.view.now,
      step: last,
      breakpoints: [...new Set([...behind, ...this.#before(situation)])],
      next,
      end,
      broken: [...broken, ...brokenAtEnd],
      note,
    };
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isBusy) {
      throw new DebuggerError(
        'ERR_DEBUG_BUSY',
        'the debugger is still at work; await what it was asked before',
      );
    }
    this.#isBusy = true;
    try {
      return await work();
    } finally {
      this.#isBusy = false;
    }
  }
}

function checkWhole(what: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new DebuggerError(
      'ERR_DEBUG_RANGE',
      `${what} takes a whole number, ${least} or more; got ${value}`,
    );
  }
}
