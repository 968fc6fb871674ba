import { hostNow, nextMacrotask } from '../clock/host-timers.js';
import type { PendingTask } from '../system/async-task.js';
import type { Step } from '../system/step.js';
import { type Choice, choicesOf } from './choice.js';
import { type ExploredOptions, ExploredSystem } from './explored-system.js';
import { Place } from './place.js';
import type { RunEnd, Violation, Watch } from './property.js';
import { startersOf } from './starters.js';
import type { Picker, Situation } from './strategy.js';
import type { SubjectFactory } from './subject.js';

export interface ScheduleOptions extends ExploredOptions {
  /** How many decisions a run may take. */
  readonly steps: number;
  /** For how many milliseconds of the host's time to wait for promises. */
  readonly patience: number;
  /** The promises that outlasted it in an earlier schedule, by {@link taskName}: later ones hardly wait for them. */
  readonly outlasted: Set<string>;
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
  /** What else might have sent something when nothing was left to be decided, such as a callback. */
  readonly openTasks: readonly PendingTask[];
  /** How many of the decisions were carried out for it: not those that led to where it began. */
  readonly carriedOut: number;
}

/** A property that did not hold, and when that showed. */
export interface Failure {
  readonly property: string;
  readonly violation: Violation;
  /** The number of the decision after which it showed; decision 0 is the start. */
  readonly step: number;
}

/** Keeps the start of a system, for schedules to begin there. */
export interface StartKeeper {
  /** Where a schedule may begin; `undefined` where it takes a new system. */
  readonly place: Place | undefined;
  /** Shown a system that has just started. */
  keep(explored: ExploredSystem, start: Step): void;
  /** Told of a schedule that began there, while the system is as the schedule left it. */
  ran(result: ScheduleResult): void;
}

/**
 * Runs a system once, with the decisions that a picker takes, and watches its properties.
 *
 * What fails that did not begin with a new system is run again with one: the result is that of a run by itself.
 *
 * @param start - where schedules begin that need no new system; left out, each has one
 */
export async function runSchedule(
  factory: SubjectFactory,
  picker: Picker,
  options: ScheduleOptions,
  start?: StartKeeper,
): Promise<ScheduleResult> {
  const from = picker.from ?? (picker.needsNewSystem === true ? undefined : start?.place);
  if (from === undefined) {
    const explored = new ExploredSystem(factory, options);
    return carryOut(new ScheduleRun(explored, picker, options, { keepStart: start }));
  }
  const result = await carryOut(new ScheduleRun(from.explored, picker, options, { from }));
  if (picker.from === undefined) {
    start?.ran(result);
  }
  if (result.failure === undefined) {
    return result;
  }
  const { result: again } = await runAnew(factory, result.decisions, options);
  if (again.failure?.property !== result.failure.property) {
    from.explored.stray();
  }
  return again;
}

/** Runs these decisions with a new system; also tells the key of the state that they end in. */
export async function runAnew(
  factory: SubjectFactory,
  decisions: readonly string[],
  options: ScheduleOptions,
): Promise<{ readonly result: ScheduleResult; readonly state: string }> {
  const explored = new ExploredSystem(factory, options);
  const result = await carryOut(new ScheduleRun(explored, follow(decisions), options, {}));
  return { result, state: explored.stateKey() };
}

async function carryOut(run: ScheduleRun): Promise<ScheduleResult> {
  try {
    run.begin();
    while (run.takeDecisions() === 'waits') {
      await run.letPromisesSettle();
    }
    run.tellPicker();
    return run.result();
  } finally {
    run.dispose();
  }
}

/** Takes these decisions and no others. */
function follow(decisions: readonly string[]): Picker {
  return {
    pick: (choices, { depth }) => {
      const index = choices.findIndex(({ name }) => name === decisions[depth]);
      return index === -1 ? undefined : index;
    },
  };
}

interface Beginning {
  readonly from?: Place | undefined;
  readonly keepStart?: StartKeeper | undefined;
}

class ScheduleRun implements Situation {
  readonly #explored: ExploredSystem;
  readonly #picker: Picker;
  readonly #options: ScheduleOptions;
  readonly #from: Place | undefined;
  readonly #keepStart: StartKeeper | undefined;
  readonly #decisions: string[];
  readonly #choices: number[];
  /** Promises that outlasted the patience of this run. */
  readonly #overdue = new Set<string>();
  #end: ScheduleResult['end'] | undefined;
  /** What the picker threw while it was told of a step, where nobody could have caught it. */
  #problem: { readonly error: unknown } | undefined;
  #failure: Failure | undefined;
  #openTasks: readonly PendingTask[] = [];
  /** The step that started the system, where that broke no property. */
  #first: Step | undefined;

  /** @param beginning - where it begins, unless the system is to be started, and who keeps it then */
  constructor(
    explored: ExploredSystem,
    picker: Picker,
    options: ScheduleOptions,
    { from, keepStart }: Beginning,
  ) {
    this.#keepStart = keepStart;
    this.#explored = explored;
    this.#picker = picker;
    this.#options = options;
    this.#from = from;
    this.#decisions = [...(from?.decisions ?? [])];
    this.#choices = [...(from?.choices ?? [])];
    explored.onStep = (step) => this.#afterStep(step);
  }

  get depth(): number {
    return this.#decisions.length;
  }

  get time(): number {
    return this.#explored.system.now;
  }

  stateText(): string {
    return this.#explored.stateText();
  }

  stateKey(): string {
    return this.#explored.stateKey();
  }

  unseen(): string | undefined {
    return this.#explored.unseen();
  }

  save(): Place | undefined {
    const explored = this.#explored;
    explored.watchForChanges();
    const memento = explored.save();
    return memento && new Place(explored, memento, [...this.#decisions], [...this.#choices]);
  }

  /** Starts the system, or puts it back to where this run begins. */
  begin(): void {
    if (this.#from === undefined) {
      this.#explored.system.start();
      if (this.#first !== undefined) {
        this.#keepStart?.keep(this.#explored, this.#first);
      }
    } else {
      const { start } = this.#from;
      this.#from.comeBack();
      if (start !== undefined) {
        this.#tellPickerOf(start);
      }
    }
  }

  /** Takes decisions until the run has ended, or waits for promises. */
  takeDecisions(): 'ended' | 'waits' {
    const explored = this.#explored;
    while (this.#end === undefined) {
      if (this.#problem !== undefined) {
        throw this.#problem.error;
      }
      if (this.#promisesInTime().length > 0) {
        return 'waits';
      }
      const enabled = explored.enabled();
      if (enabled.length === 0) {
        this.#finish(this.#endOfWhatIsLeft());
      } else if (this.#decisions.length >= this.#options.steps) {
        this.#finish('step-limit');
      } else {
        this.#take(choicesOf(explored.hasFaults ? [...enabled, ...explored.faults()] : enabled));
      }
    }
    return 'ended';
  }

  /**
   * Gives the host its turns until no promise is pending, or patience ends; a single one where an earlier schedule has
   * waited in vain for all that are pending.
   */
  async letPromisesSettle(): Promise<void> {
    const { patience, outlasted } = this.#options;
    const deadline = hostNow() + patience;
    let mayStillSettle = patience > 0;
    while (mayStillSettle) {
      await nextMacrotask();
      mayStillSettle =
        this.#promisesInTime().some((task) => !outlasted.has(taskName(task))) && hostNow() < deadline;
    }
    for (const task of this.#promisesInTime()) {
      this.#overdue.add(labelOf(task));
      outlasted.add(taskName(task));
    }
  }

  /** Lets the picker have a last look, unless it has seen enough. */
  tellPicker(): void {
    if (this.#end !== 'cut') {
      this.#picker.ended?.(this);
    }
  }

  result(): ScheduleResult {
    return {
      decisions: this.#decisions,
      starters: this.#explored.starters,
      choices: this.#choices,
      end: this.#end ?? 'at-rest',
      failure: this.#failure,
      pendingTasks: this.#end === 'waiting' ? this.#explored.pendingPromises() : [],
      openTasks: this.#openTasks,
      carriedOut: this.#decisions.length - (this.#from?.decisions.length ?? 0),
    };
  }

  dispose(): void {
    this.#end ??= 'cut';
    this.#explored.dispose();
  }

  #take(choices: readonly Choice[]): void {
    const index = this.#picker.pick(choices, this);
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
      this.#explored.apply(choice.decision);
    }
  }

  #afterStep(step: Step): void {
    if (this.#end !== undefined) {
      return;
    }
    if (step.index === 0) {
      this.#explored.starters = startersOf(step);
    }
    this.#options.observer?.step?.(step);
    this.#tellPickerOf(step);
    this.#ask((watch) => watch.afterStep?.(step));
    if (step.index === 0 && this.#end === undefined) {
      this.#first = step;
    }
  }

  #tellPickerOf(step: Step): void {
    try {
      this.#picker.taken?.(step);
    } catch (error) {
      this.#problem ??= { error };
    }
  }

  #finish(end: RunEnd): void {
    this.#openTasks = end === 'at-rest' || end === 'waiting' ? this.#explored.openTasks() : [];
    this.#ask((watch) => watch.atEnd?.(end));
    this.#end ??= end;
  }

  #endOfWhatIsLeft(): RunEnd {
    const explored = this.#explored;
    if (explored.rootHasEnded) {
      return 'finished';
    }
    return explored.pendingPromises().length > 0 ? 'waiting' : 'at-rest';
  }

  #promisesInTime(): readonly PendingTask[] {
    return this.#explored.system.canGoBack
      ? NONE
      : this.#explored.pendingPromises().filter((task) => !this.#overdue.has(labelOf(task)));
  }

  /** Asks each property; the first that is violated ends the run. */
  #ask(question: (watch: Watch) => Violation | undefined): void {
    for (const { property, watch } of this.#explored.watches) {
      const violation = answerOf(question, watch);
      if (violation !== undefined) {
        this.#end = 'violated';
        this.#failure = { property: property.name, violation, step: this.#decisions.length };
        return;
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

const NONE: readonly PendingTask[] = [];

/** A promise in whatever schedule, and in whichever of its lives. */
function taskName({ address, source }: PendingTask): string {
  return `${address} (${source})`;
}

function labelOf({ address, incarnation }: PendingTask): string {
  return `${address}#${incarnation}`;
}
