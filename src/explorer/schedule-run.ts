import { nextMacrotask } from '../clock/host-timers.js';
import { createVirtualClock } from '../clock/virtual-clock.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Decision } from '../system/decision.js';
import { createSystem } from '../system/seamed-system.js';
import type { Step } from '../system/step.js';
import { type Choice, choicesOf } from './choice.js';
import type { Property, RunEnd, Violation, Watch } from './property.js';
import type { Picker } from './strategy.js';
import { makeSubject, type SubjectFactory } from './subject.js';

export interface ScheduleOptions {
  /** How many decisions a run may take. */
  readonly steps: number;
  /** For how many turns of the host to wait for asynchronous tasks when nothing else is left. */
  readonly hostTurns: number;
  readonly properties: readonly Property[];
}

/** What came of one schedule. */
export interface ScheduleResult {
  /** The name of each decision that was taken behind the start. */
  readonly decisions: readonly string[];
  /** How many decisions could have been taken instead of each. */
  readonly alternatives: readonly number[];
  /** `cut` when the picker wanted no more of it, `violated` when a property did not hold. */
  readonly end: RunEnd | 'cut' | 'violated';
  readonly failure: Failure | undefined;
  readonly system: ControlledSystem;
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
  while (!run.takeDecisions()) {
    await nextMacrotask();
    run.hostHadItsTurn();
  }
  picker.ended?.();
  return run.result();
}

class ScheduleRun {
  readonly #system: ControlledSystem;
  readonly #picker: Picker;
  readonly #options: ScheduleOptions;
  readonly #watches: readonly { readonly property: Property; readonly watch: Watch }[];
  readonly #decisions: string[] = [];
  readonly #alternatives: number[] = [];
  #end: ScheduleResult['end'] | undefined;
  #failure: Failure | undefined;
  #turnsWaited = 0;

  constructor(factory: SubjectFactory, picker: Picker, options: ScheduleOptions) {
    const { machine, ...rest } = makeSubject(factory);
    const system = createSystem(machine, { ...rest, clock: createVirtualClock() });
    this.#system = system;
    this.#picker = picker;
    this.#options = options;
    this.#watches = options.properties.map((property) => ({ property, watch: property.watch(system) }));
    system.steps.subscribe((step) => this.#afterStep(step));
    system.start();
  }

  /** Takes decisions until the run ends (true) or only the host can go on (false). */
  takeDecisions(): boolean {
    while (this.#end === undefined) {
      if (this.#decisions.length >= this.#options.steps) {
        this.#finish('step-limit');
        break;
      }
      const enabled = this.#enabled();
      if (enabled === undefined) {
        return false;
      }
      if (enabled.length === 0) {
        this.#finish(this.#endOfWhatIsLeft());
        break;
      }
      this.#take(choicesOf(enabled));
    }
    return true;
  }

  hostHadItsTurn(): void {
    this.#turnsWaited = this.#system.next() === undefined ? this.#turnsWaited + 1 : 0;
  }

  result(): ScheduleResult {
    return {
      decisions: this.#decisions,
      alternatives: this.#alternatives,
      end: this.#end ?? 'at-rest',
      failure: this.#failure,
      system: this.#system,
    };
  }

  /** What can happen next, if need be at the time of the next timer; `undefined` while tasks may still settle. */
  #enabled(): readonly Decision[] | undefined {
    const system = this.#system;
    const enabled = system.enabled();
    if (enabled.length > 0) {
      return enabled;
    }
    if (system.root.getSnapshot().status !== 'active') {
      return [];
    }
    const { nextDue } = system;
    const { pendingTasks } = system.quiescence();
    const mayWait = this.#turnsWaited < this.#options.hostTurns;
    if (mayWait && pendingTasks.some(({ kind }) => nextDue === undefined || kind === 'promise')) {
      return undefined;
    }
    if (nextDue === undefined) {
      return [];
    }
    const clock = system.clock as ReturnType<typeof createVirtualClock>;
    clock.advanceTo(Math.max(clock.now(), nextDue));
    return system.enabled();
  }

  #take(choices: readonly Choice[]): void {
    const index = this.#picker.pick(choices);
    if (index === undefined) {
      this.#end = 'cut';
      return;
    }
    const choice = choices[index];
    if (choice === undefined) {
      throw new RangeError(`a strategy picked ${index} of ${choices.length} choices`);
    }
    this.#decisions.push(choice.name);
    this.#alternatives.push(choices.length);
    this.#ask((watch) => watch.beforeStep?.(choice));
    if (this.#end === undefined) {
      this.#system.apply(choice.decision);
    }
  }

  #afterStep(step: Step): void {
    this.#picker.taken?.(step);
    this.#ask((watch) => watch.afterStep?.(step));
  }

  #finish(end: RunEnd): void {
    this.#ask((watch) => watch.atEnd?.(end));
    this.#end ??= end;
  }

  #endOfWhatIsLeft(): RunEnd {
    if (this.#system.root.getSnapshot().status !== 'active') {
      return 'finished';
    }
    return this.#system.quiescence().pendingTasks.length > 0 ? 'waiting' : 'at-rest';
  }

  /** Asks each property; the first that is violated ends the run. */
  #ask(question: (watch: Watch) => Violation | undefined): void {
    for (const { property, watch } of this.#watches) {
      if (this.#end !== undefined) {
        return;
      }
      const violation = answerOf(question, watch);
      if (violation !== undefined) {
        this.#end = 'violated';
        this.#failure = { property: property.name, violation, step: this.#decisions.length };
      }
    }
  }
}

function answerOf(question: (watch: Watch) => Violation | undefined, watch: Watch): Violation | undefined {
  try {
    return question(watch);
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error), error };
  }
}
