import type { AnyActorLogic } from 'xstate';
import { hostNow, nextMacrotask } from '../clock/host-timers.js';
import { createVirtualClock, type VirtualClock } from '../clock/virtual-clock.js';
import type { PendingTask } from '../system/async-task.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Decision } from '../system/decision.js';
import { Fault } from '../system/fault.js';
import { createSystem } from '../system/seamed-system.js';
import type { Step } from '../system/step.js';
import { Timer } from '../system/timer.js';
import { type Choice, choicesOf } from './choice.js';
import { type FaultPlans, FaultsLeft } from './faults.js';
import type { Property, RunEnd, Violation, Watch } from './property.js';
import type { RunObserver } from './run-observer.js';
import { startersOf } from './starters.js';
import type { Picker, Situation } from './strategy.js';
import { makeSubject, type SubjectFactory } from './subject.js';
import { writeState } from './system-state.js';
import { ControlledSystemView } from './system-view.js';

export interface ScheduleOptions {
  /** How many decisions a run may take. */
  readonly steps: number;
  /** For how many milliseconds of the host's time to wait for promises. */
  readonly patience: number;
  readonly properties: readonly Property[];
  /** Whether timers may fire while envelopes wait. */
  readonly lateTimers: boolean;
  readonly faults: FaultPlans;
  /** Looks on; nobody unless given. */
  readonly observer?: RunObserver | undefined;
}

/** What came of one schedule. */
export interface ScheduleResult {
  /** The name of each decision that was taken behind the start. */
  readonly decisions: readonly string[];
  /** The addresses of the actors that the start of the system started, the root's first. */
  readonly starters: readonly string[];
  /** Of how many choices each decision was taken. */
  readonly choices: readonly number[];
  /** `cut` when the picker wanted no more of it, `violated` when a property did not hold. */
  readonly end: RunEnd | 'cut' | 'violated';
  readonly failure: Failure | undefined;
  /** The promises that did not settle, where those are why it ended. */
  readonly pendingTasks: readonly PendingTask[];
}

/** A property that did not hold, and when that showed. */
export interface Failure {
  readonly property: string;
  readonly violation: Violation;
  /** The number of the decision after which it showed; decision 0 is the start. */
  readonly step: number;
}

/** Runs a system once, with the decisions that a picker takes, and watches its properties. */
export async function runSchedule(
  factory: SubjectFactory,
  picker: Picker,
  options: ScheduleOptions,
): Promise<ScheduleResult> {
  const run = new ScheduleRun(factory, picker, options);
  try {
    while (run.takeDecisions() === 'waits') {
      await run.letPromisesSettle();
    }
    run.tellPicker();
    return run.result();
  } finally {
    run.dispose();
  }
}

class ScheduleRun {
  readonly #clock: VirtualClock = createVirtualClock();
  readonly #system: ControlledSystem;
  readonly #view: ControlledSystemView;
  readonly #picker: Picker;
  readonly #options: ScheduleOptions;
  readonly #watches: readonly { readonly property: Property; readonly watch: Watch }[];
  readonly #situation: Situation;
  readonly #faults: FaultsLeft;
  readonly #decisions: string[] = [];
  readonly #choices: number[] = [];
  #starters: readonly string[] = [];
  /** Promises that outlasted the patience of this run. */
  readonly #overdue = new Set<string>();
  #end: ScheduleResult['end'] | undefined;
  /** What the picker threw while it was told of a step, where nobody could have caught it. */
  #problem: { readonly error: unknown } | undefined;
  #failure: Failure | undefined;

  constructor(factory: SubjectFactory, picker: Picker, options: ScheduleOptions) {
    const { machine, ...rest } = makeSubject(factory);
    const { observer } = options;
    const system: ControlledSystem = createSystem<AnyActorLogic>(machine, {
      ...rest,
      ...(observer?.inspect === undefined ? {} : { inspect: (event) => observer.inspect?.(event) }),
      clock: this.#clock,
      lateTimers: options.lateTimers,
      logger: () => undefined,
    });
    const view = new ControlledSystemView(system);
    this.#system = system;
    this.#view = view;
    this.#faults = new FaultsLeft(options.faults);
    this.#picker = picker;
    this.#options = options;
    this.#watches = options.properties.map((property) => ({ property, watch: property.watch(view) }));
    const decisions = this.#decisions;
    this.#situation = {
      get depth() {
        return decisions.length;
      },
      get time() {
        return system.now;
      },
      stateText: () => writeState(system, view, this.#memories(), this.#faults.counts()),
    };
    observer?.begin?.(system);
    system.steps.subscribe((step) => this.#afterStep(step));
    system.start();
  }

  /** Takes decisions until the run has ended, or waits for promises. */
  takeDecisions(): 'ended' | 'waits' {
    while (this.#end === undefined) {
      if (this.#problem !== undefined) {
        throw this.#problem.error;
      }
      if (this.#promisesInTime().length > 0) {
        return 'waits';
      }
      const enabled = this.#enabled();
      if (enabled.length === 0) {
        this.#finish(this.#endOfWhatIsLeft());
      } else if (this.#decisions.length >= this.#options.steps) {
        this.#finish('step-limit');
      } else {
        this.#take(choicesOf([...enabled, ...this.#faults.possible(this.#system)]));
      }
    }
    return 'ended';
  }

  /** Gives the host its turns until no promise is pending, or patience ends. */
  async letPromisesSettle(): Promise<void> {
    const deadline = hostNow() + this.#options.patience;
    while (this.#promisesInTime().length > 0 && hostNow() < deadline) {
      await nextMacrotask();
    }
    for (const task of this.#promisesInTime()) {
      this.#overdue.add(labelOf(task));
    }
  }

  /** Lets the picker have a last look, unless it has seen enough. */
  tellPicker(): void {
    if (this.#end !== 'cut') {
      this.#picker.ended?.(this.#situation);
    }
  }

  result(): ScheduleResult {
    return {
      decisions: this.#decisions,
      starters: this.#starters,
      choices: this.#choices,
      end: this.#end ?? 'at-rest',
      failure: this.#failure,
      pendingTasks: this.#end === 'waiting' ? this.#pendingPromises() : [],
    };
  }

  /** Stops what would go on by itself outside of the system: callbacks, observables, promises. */
  dispose(): void {
    this.#end ??= 'cut';
    const system = this.#system;
    if (system.quiescence().pendingTasks.length === 0) {
      return;
    }
    system.stop();
    for (let left = STEPS_TO_STOP; left > 0; left--) {
      const next = system.next();
      if (next === undefined) {
        return;
      }
      system.apply(next);
    }
  }

  /** What can happen next, if need be at the time of the next timer. */
  #enabled(): readonly Decision[] {
    const system = this.#system;
    const enabled = system.enabled();
    const { nextDue } = system;
    if (enabled.length > 0 || nextDue === undefined || this.#rootHasEnded()) {
      return enabled;
    }
    this.#clock.advanceTo(Math.max(this.#clock.now(), nextDue));
    return system.enabled();
  }

  #take(choices: readonly Choice[]): void {
    const index = this.#picker.pick(choices, this.#situation);
    if (index === undefined) {
      this.#end = 'cut';
      return;
    }
    const choice = choices[index];
    if (choice === undefined) {
      throw new RangeError(`a strategy picked ${index} of ${choices.length} choices`);
    }
    this.#decisions.push(choice.name);
    this.#choices.push(choices.length);
    this.#ask((watch) => {
      watch.beforeStep?.(choice);
      return undefined;
    });
    if (this.#end === undefined) {
      this.#apply(choice.decision);
    }
  }

  #apply(decision: Decision): void {
    if (decision instanceof Timer) {
      this.#clock.advanceTo(Math.max(this.#clock.now(), decision.due));
    } else if (decision instanceof Fault) {
      this.#faults.strikes(decision.kind);
    }
    this.#system.apply(decision);
  }

  #afterStep(step: Step): void {
    if (this.#end !== undefined) {
      return;
    }
    if (step.index === 0) {
      this.#starters = startersOf(step);
    }
    this.#view.see(step);
    this.#options.observer?.step?.(step);
    try {
      this.#picker.taken?.(step);
    } catch (error) {
      this.#problem ??= { error };
    }
    this.#ask((watch) => watch.afterStep?.(step));
  }

  #finish(end: RunEnd): void {
    this.#ask((watch) => watch.atEnd?.(end));
    this.#end ??= end;
  }

  #endOfWhatIsLeft(): RunEnd {
    if (this.#rootHasEnded()) {
      return 'finished';
    }
    return this.#pendingPromises().length > 0 ? 'waiting' : 'at-rest';
  }

  #rootHasEnded(): boolean {
    return this.#system.root.getSnapshot().status !== 'active';
  }

  #pendingPromises(): PendingTask[] {
    return this.#system.quiescence().pendingTasks.filter(({ kind }) => kind === 'promise');
  }

  #promisesInTime(): PendingTask[] {
    return this.#pendingPromises().filter((task) => !this.#overdue.has(labelOf(task)));
  }

  #memories(): Record<string, unknown> {
    return Object.fromEntries(
      this.#watches.flatMap(({ property, watch }) =>
        watch.memory === undefined ? [] : [[property.name, watch.memory()]],
      ),
    );
  }

  /** Asks each property; the first that is violated ends the run. */
  #ask(question: (watch: Watch) => Violation | undefined): void {
    for (const { property, watch } of this.#watches) {
      const violation = answerOf(question, watch);
      if (violation !== undefined) {
        this.#end = 'violated';
        this.#failure = { property: property.name, violation, step: this.#decisions.length };
        return;
      }
    }
  }
}

/** How many decisions stopping a system may take; a system that does not let itself be stopped is left. */
const STEPS_TO_STOP = 10_000;

function answerOf(question: (watch: Watch) => Violation | undefined, watch: Watch): Violation | undefined {
  try {
    return question(watch);
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error), error };
  }
}

function labelOf({ address, incarnation }: PendingTask): string {
  return `${address}#${incarnation}`;
}
