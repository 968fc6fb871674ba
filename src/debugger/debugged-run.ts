import { createHash } from 'node:crypto';
import { createVirtualClock, type VirtualClock } from '../clock/virtual-clock.js';
import { hostNow } from '../clock/host-timers.js';
import { Choice, choicesOf } from '../explorer/choice.js';
import { type ExploredMemento, ExploredSystem } from '../explorer/explored-system.js';
import type { Machines } from '../system/machines.js';
import type { FaultPlans } from '../explorer/faults.js';
import { noUnhandledEvents } from '../explorer/properties/unhandled-events.js';
import type { Property, RunEnd, Violation, Watch } from '../explorer/property.js';
import { plannedStep } from '../explorer/report/schedule-record.js';
import { actorStateOf } from '../trace/words/state-text.js';
import { startersOf } from '../explorer/starters.js';
import { checkSystem } from '../explorer/strategies/replay.js';
import type { Subject } from '../explorer/subject.js';
import type { SystemView } from '../explorer/system-view.js';
import type { Selector } from '../scheduler/selector.js';
import type { Stepping } from '../scheduler/stepping.js';
import type { PendingTask } from '../system/async-task.js';
import type { Decision } from '../system/decision.js';
import type { Step } from '../system/step.js';
import { canonicalJson } from '../trace/canonical-json.js';
import { addressesIn } from '../trace/trace-recorder.js';
import type { BrokenProperty, DebugStep } from './debug-step.js';
import { DebuggerError } from './debugger-errors.js';
import type { PlannedArrival, Recording } from './recording.js';

/** How a run under a debugger is set up. */
export interface DebuggedOptions {
  readonly properties: readonly Property[];
  readonly lateTimers: boolean;
  readonly machines: Machines;
  readonly faults: FaultPlans;
  /** For how many milliseconds of the host's time to wait for promises before a decision. */
  readonly patience: number;
  /** Picks what comes next where nothing is planned. */
  readonly selector: Selector;
  /** What the run is to do first. */
  readonly recording: Recording;
  /** Behind how many decisions the system is kept, to be put back there. */
  readonly checkpointEvery: number;
  /** Keeps actors on threads; `undefined` where all live on this one. */
  readonly stepping: Stepping | undefined;
}

/** What can be decided now, and what would be if nobody chose. */
export interface Situation {
  /** In canonical order: envelopes as they were posted, then the timer, then the faults. */
  readonly choices: readonly Choice[];
  /** What comes next by itself; `undefined` where the run has ended. */
  readonly next: Choice | undefined;
  /** When that will happen, in milliseconds. */
  readonly time: number;
  /** How the run ended, where it has. */
  readonly end: RunEnd | undefined;
  /** Of the properties, those that the end breaks. */
  readonly brokenAtEnd: readonly BrokenProperty[];
  /** That what was planned could not be done, and so was given up. */
  readonly note: string | undefined;
}

/** Something to come back to. */
interface Checkpoint {
  readonly decision: number;
  readonly memento: ExploredMemento;
  /** Of the state, to tell whether somebody has changed in place what was kept. */
  readonly hash: string;
}

/**
 * One run that goes on a decision at a time, and back.
 *
 * It knows the decisions behind it and, where it went back or follows a recording, those before it. It goes back by
 * putting the system back to the last place that was kept, else by beginning anew, and then takes the same decisions
 * again.
 */
export class DebuggedRun {
  readonly #makeSubject: (clock: VirtualClock) => Subject;
  readonly #options: DebuggedOptions;
  /** The decisions from 1 on: those taken, and those to be taken. */
  readonly #plan: string[];
  #arrivals: readonly PlannedArrival[];
  #clock: VirtualClock = createVirtualClock();
  #explored!: ExploredSystem;
  #unhandled!: Watch;
  #checkpoints: Checkpoint[] = [];
  /** Whether nobody was caught changing in place what was kept. */
  #canRestore = true;
  #steps: DebugStep[] = [];
  /** What is under way, and its receiver before. */
  #taking:
    | {
        readonly choice: Choice;
        readonly before: DebugStep['before'];
        readonly violations: readonly BrokenProperty[];
      }
    | undefined;
  #hasArrived = false;
  #situation: Situation | undefined;
  readonly #overdue = new Set<string>();

  constructor(makeSubject: (clock: VirtualClock) => Subject, options: DebuggedOptions) {
    this.#makeSubject = makeSubject;
    this.#options = options;
    this.#plan = [...options.recording.decisions];
    this.#arrivals = options.recording.arrivals;
    this.#begin();
    if (options.recording.system !== undefined) {
      checkSystem(options.recording.system, this.starters);
    }
  }

  get view(): SystemView {
    return this.#explored.view;
  }

  /** The decisions that were taken, by their numbers. */
  get steps(): readonly DebugStep[] {
    return this.#steps;
  }

  /** The number of the last decision. */
  get decision(): number {
    return this.#steps.length - 1;
  }

  get last(): DebugStep {
    return this.#steps[this.decision] as DebugStep;
  }

  /** The addresses of the actors that the start started. */
  get starters(): readonly string[] {
    return this.#explored.starters;
  }

  /** Whether the decisions alone do not make this run: something came from outside. */
  get hasArrivals(): boolean {
    return this.#arrivals.some(({ behind }) => behind <= this.decision);
  }

  /** What can be decided now; waits for promises, as long as they have patience. */
  async situation(): Promise<Situation> {
    this.#arrive();
    if (this.#promisesInTime().length > 0) {
      await this.#letPromisesSettle();
      this.#situation = undefined;
    }
    this.#situation ??= this.#look();
    return this.#situation;
  }

  /** Takes what comes next by itself; not at the end of the run. */
  async advance(): Promise<void> {
    const { next } = await this.situation();
    if (next !== undefined) {
      this.#take(next);
    }
  }

  /** Takes this decision, which is one of those that can be taken; what was planned otherwise is given up. */
  choose(choice: Choice): void {
    if (this.#plan[this.decision] !== choice.name) {
      this.#giveUpPlan();
      this.#plan.push(choice.name);
    }
    this.#take(choice);
  }

  /** Goes back to where that many decisions had been taken, and keeps those behind as the plan. */
  async goBackTo(decision: number): Promise<void> {
    if (!this.#restore(decision)) {
      this.#explored.dispose();
      this.#begin();
    }
    while (this.decision < decision) {
      const { note } = await this.situation();
      if (note !== undefined) {
        throw new DebuggerError(
          'ERR_DEBUG_DIVERGED',
          `there is no way back to decision ${decision}: ${note}; look for Math.random, Date.now, or state outside of contexts`,
        );
      }
      await this.advance();
    }
  }

  /** A value of the system as canonical JSON, its actors by their addresses. */
  jsonOf(value: unknown): string {
    return canonicalJson(value, addressesIn(this.#explored.system));
  }

  /** Lets go of the system. */
  dispose(): void {
    this.#explored.dispose();
  }

  /** Puts the system back to the last place that was kept up to a decision; whether that could be done. */
  #restore(decision: number): boolean {
    const checkpoint = this.#checkpoints.findLast((kept) => kept.decision <= decision);
    if (checkpoint === undefined || !this.#explored.canGoBack) {
      return false;
    }
    this.#explored.restore(checkpoint.memento);
    if (this.#hash() !== checkpoint.hash) {
      this.#canRestore = false;
      return false;
    }
    this.#checkpoints = this.#checkpoints.filter((kept) => kept.decision <= decision);
    this.#moved(checkpoint.decision);
    return true;
  }

  #hash(): string {
    return createHash('sha256').update(this.#explored.systemText()).digest('hex');
  }

  #begin(): void {
    const { properties, lateTimers, faults, machines, stepping } = this.#options;
    const clock = createVirtualClock();
    this.#clock = clock;
    this.#overdue.clear();
    this.#checkpoints = [];
    this.#moved(-1);
    const explored = new ExploredSystem(() => this.#makeSubject(clock), {
      properties,
      lateTimers,
      faults,
      machines,
      clock,
      stepping,
    });
    this.#explored = explored;
    this.#unhandled = noUnhandledEvents().watch(explored.view);
    explored.onStep = (step) => this.#afterStep(step);
    // Whatever comes between two decisions can be decided next.
    explored.system.arrivals.subscribe(() => (this.#situation = undefined));
    explored.start();
  }

  /** Takes note that the last decision is now another one than before. */
  #moved(decision: number): void {
    this.#steps = this.#steps.slice(0, decision + 1);
    this.#situation = undefined;
    this.#hasArrived = false;
  }

  /** Lets come what came from outside behind the last decision. */
  #arrive(): void {
    if (this.#hasArrived) {
      return;
    }
    this.#hasArrived = true;
    for (const { behind, time, kind, to, event } of this.#arrivals) {
      if (behind === this.decision) {
        this.#moveClockTo(time);
        if (kind === 'stop') {
          this.#explored.system.stop();
        } else {
          this.#explored.system.send(to.replace(/#\d+$/, ''), event);
        }
      }
    }
  }

  #look(): Situation {
    const planned = this.#plan[this.decision];
    const explored = this.#explored;
    const enabled = choicesOf(explored.enabled());
    if (enabled.length === 0) {
      const end = this.#endOfWhatIsLeft();
      const brokenAtEnd = this.#ask((watch) => watch.atEnd?.(end));
      const note = planned === undefined ? undefined : this.#mismatch(planned, enabled);
      return { choices: [], next: undefined, time: explored.system.now, end, brokenAtEnd, note };
    }
    const choices = [...enabled, ...choicesOf(explored.faults())];
    const found = choices.find(({ name }) => name === planned);
    const note = planned === undefined || found !== undefined ? undefined : this.#mismatch(planned, choices);
    const next = found ?? this.#select(enabled);
    const time = Math.max(explored.system.now, next.decision.time);
    return {
      choices,
      next,
      time,
      end: undefined,
      brokenAtEnd: [],
      note,
    };
  }

  /** What the scheduler takes, which is planned from now on. */
  #select(enabled: readonly Choice[]): Choice {
    const decision = this.#options.selector(this.#explored.system);
    const choice = enabled.find((known) => known.decision === decision);
    if (choice === undefined) {
      throw new RangeError('the selector took a decision that is not enabled');
    }
    this.#plan.push(choice.name);
    return choice;
  }

  #mismatch(name: string, choices: readonly Choice[]): string {
    const number = this.decision + 1;
    this.#giveUpPlan();
    const names = choices.map((choice) => choice.name).join('; ');
    return `decision ${number} was to be "${name}", which is not enabled; ${names === '' ? 'nothing is' : `enabled: ${names}`}`;
  }

  #giveUpPlan(): void {
    const { decision } = this;
    this.#plan.length = decision;
    this.#arrivals = this.#arrivals.filter(({ behind }) => behind <= decision);
  }

  #take(choice: Choice): void {
    const { decision } = choice;
    this.#situation = undefined;
    this.#hasArrived = false;
    this.#unhandled.beforeStep?.(choice);
    const before = actorStateOf(this.view.snapshot(decision.to));
    const violations = this.#ask((watch) => {
      watch.beforeStep?.(choice);
      return undefined;
    });
    this.#taking = { choice, before, violations };
    const isTaken = this.#explored.apply(decision);
    this.#taking = undefined;
    if (isTaken && this.#canRestore && this.decision % this.#options.checkpointEvery === 0) {
      const memento = this.#explored.save();
      if (memento !== undefined) {
        this.#checkpoints.push({ decision: this.decision, memento, hash: this.#hash() });
      }
    }
  }

  #afterStep(step: Step): void {
    if (step.index === 0) {
      this.#explored.starters = startersOf(step);
    }
    const { decision } = step;
    const taking = this.#taking?.choice.decision === decision ? this.#taking : undefined;
    if (decision !== undefined && taking === undefined) {
      this.#planAfresh(decision);
    }
    const { before, violations: early = [] } = taking ?? {};
    const violations = [...early, ...this.#ask((watch) => watch.afterStep?.(step))];
    const isIgnored = this.#unhandled.afterStep?.(step) !== undefined;
    const { effects, time } = step;
    const after = actorStateOf(this.view.snapshot(step.actor.address));
    const taken = decision === undefined ? startOf(step) : plannedStep(decision, step.index);
    this.#steps.push({ ...taken, time, before, after, isIgnored, effects, violations });
  }

  /** Takes note of what nobody decided: an actor has ended with its thread. What was planned behind it is given up. */
  #planAfresh(decision: Decision): void {
    this.#situation = undefined;
    this.#giveUpPlan();
    this.#plan.push(new Choice(decision).name);
  }

  #endOfWhatIsLeft(): RunEnd {
    if (this.#explored.rootHasEnded) {
      return 'finished';
    }
    return this.#explored.pendingPromises().length > 0 ? 'waiting' : 'at-rest';
  }

  #ask(question: (watch: Watch) => Violation | undefined): BrokenProperty[] {
    return this.#explored.watches.flatMap(({ property, watch }) => {
      const message = answerOf(question, watch);
      return message === undefined ? [] : [{ property: property.name, message }];
    });
  }

  #moveClockTo(time: number): void {
    if (time > this.#clock.now()) {
      this.#clock.advanceTo(time);
    }
  }

  #promisesInTime(): PendingTask[] {
    return this.#explored.pendingPromises().filter((task) => !this.#overdue.has(labelOf(task)));
  }

  async #letPromisesSettle(): Promise<void> {
    const deadline = hostNow() + this.#options.patience;
    while (this.#promisesInTime().length > 0 && hostNow() < deadline) {
      await this.#explored.settle();
    }
    for (const task of this.#promisesInTime()) {
      this.#overdue.add(labelOf(task));
    }
  }
}

/** The start of the system as a decision. */
function startOf({ actor, index }: Step): Omit<DebugStep, 'effects' | 'violations'> {
  const { address } = actor;
  return {
    index,
    name: `start ${address}`,
    kind: 'start',
    from: address,
    to: address,
    event: { type: 'xstate.init' },
    time: 0,
    cause: -1,
    lane: '',
    before: undefined,
    after: undefined,
    isIgnored: false,
  };
}

function answerOf(question: (watch: Watch) => Violation | undefined, watch: Watch): string | undefined {
  try {
    return question(watch)?.message;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function labelOf({ address, incarnation }: PendingTask): string {
  return `${address}#${incarnation}`;
}
