import type { AnyActorLogic } from 'xstate';
import { nextMacrotask } from '../clock/host-timers.js';
import { createVirtualClock, type VirtualClock } from '../clock/virtual-clock.js';
import type { Stepping } from '../scheduler/stepping.js';
import type { PendingTask } from '../system/async-task.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Decision } from '../system/decision.js';
import { Fault } from '../system/fault.js';
import type { Machines } from '../system/machines.js';
import { createSystem } from '../system/seamed-system.js';
import type { Step } from '../system/step.js';
import type { SystemMemento } from '../system/system-memento.js';
import { Timer } from '../system/timer.js';
import { type FaultPlans, FaultsLeft } from './faults.js';
import type { Property, Watch } from './property.js';
import type { RunObserver } from './run-observer.js';
import { InPlaceChanges } from './in-place-changes.js';
import { StateKeys } from './state-keys.js';
import { makeSubject, type SubjectFactory } from './subject.js';
import { isMachineSnapshot, StateWriter } from './system-state.js';
import { TextNumbers } from './text-numbers.js';
import { ControlledSystemView, type SystemView } from './system-view.js';

/** How a system is set up to be explored. */
export interface ExploredOptions {
  readonly properties: readonly Property[];
  /** Whether timers may fire while envelopes wait. */
  readonly lateTimers: boolean;
  readonly faults: FaultPlans;
  readonly machines: Machines;
  /** Numbers the parts of states, for all systems whose states are to be compared; its own unless given. */
  readonly texts?: TextNumbers;
  /** Looks on; nobody unless given. */
  readonly observer?: RunObserver | undefined;
  /** Tells the time; a clock of its own unless given. */
  readonly clock?: VirtualClock | undefined;
  /** Keeps actors elsewhere; all live on the calling thread unless given. */
  readonly stepping?: Stepping | undefined;
}

/** What it takes to bring an explored system back to where it was. */
export interface ExploredMemento {
  readonly system: SystemMemento;
  readonly clockTime: number;
  /** Puts back what is not the system's own: the view, the faults left, the memories of the watches. */
  readonly others: readonly (() => void)[];
}

/**
 * One system under exploration with all that goes with it: its clock, what watches it, the faults left to it.
 *
 * Where nothing stands in the way it can be put back to where it was, for another schedule to go on from there.
 */
export class ExploredSystem {
  readonly system: ControlledSystem;
  readonly watches: readonly { readonly property: Property; readonly watch: Watch }[];
  /** The addresses of the actors that the start of the system started. */
  starters: readonly string[] = [];
  /** Told of each step. */
  onStep: (step: Step) => void = () => undefined;
  /** Shows all of it to whoever looks on. */
  readonly view: SystemView;
  /** The numbers that its {@link stateKey}s are made of. */
  readonly texts: TextNumbers;
  readonly #clock: VirtualClock;
  readonly #view: ControlledSystemView;
  readonly #faults: FaultsLeft;
  readonly #state: StateWriter;
  readonly #stepping: Stepping | undefined;
  readonly #keys: StateKeys;
  readonly #changes = new InPlaceChanges();
  readonly #hasMemories: boolean;
  /** Whether everything around the system can be put back. */
  #isWhole: boolean;
  #isWatchedForChanges = false;
  #hasStrayed = false;

  constructor(factory: SubjectFactory, options: ExploredOptions) {
    const {
      properties,
      observer,
      lateTimers,
      faults,
      machines,
      stepping,
      texts = new TextNumbers(),
      clock = createVirtualClock(),
    } = options;
    const { machine, ...rest } = makeSubject(factory);
    this.#clock = clock;
    const system: ControlledSystem = createSystem<AnyActorLogic>(machine, {
      ...rest,
      ...(observer?.inspect === undefined ? {} : { inspect: (event) => observer.inspect?.(event) }),
      ...(stepping === undefined
        ? {}
        : {
            substitute: (actor) => stepping.substitute(actor),
            admit: (sender, receiver, event) => stepping.admit(sender, receiver, event),
          }),
      clock,
      lateTimers,
      machines,
      logger: () => undefined,
    });
    stepping?.attach(system);
    this.#stepping = stepping;
    const view = new ControlledSystemView(system);
    this.system = system;
    this.#view = view;
    this.view = view;
    this.#faults = new FaultsLeft(faults);
    this.watches = properties.map((property) => ({ property, watch: property.watch(view) }));
    this.texts = texts;
    const areValues = (): boolean => this.canGoBack;
    this.#state = new StateWriter(system, view, areValues);
    this.#keys = new StateKeys(system, view, this.#state, this.#changes, texts, areValues);
    this.#hasMemories = this.watches.some(({ watch }) => watch.memory !== undefined);
    this.#isWhole =
      stepping === undefined &&
      (observer === undefined || observer.bearsGoingBack === true) &&
      this.watches.every(({ watch }) => canGoBack(watch));
    observer?.begin?.(system);
    system.steps.subscribe((step) => {
      view.see(step);
      this.onStep(step);
    });
  }

  /** Whether it can be put back to where it was saved. */
  get canGoBack(): boolean {
    return this.#isWhole && this.system.canGoBack;
  }

  get rootHasEnded(): boolean {
    return this.system.root.getSnapshot().status !== 'active';
  }

  /** The promises that have not settled. */
  pendingPromises(): PendingTask[] {
    // Where there is a promise, there is no going back; and this is asked before each decision.
    return this.system.canGoBack
      ? []
      : this.system.quiescence().pendingTasks.filter(({ kind }) => kind === 'promise');
  }

  /** The callbacks, observables and pieces of hand-written logic that run: nobody can tell what they will send. */
  openTasks(): PendingTask[] {
    return this.system.canGoBack
      ? []
      : this.system.quiescence().pendingTasks.filter(({ kind }) => kind !== 'promise');
  }

  /** What can happen next, if need be at the time of the next timer. */
  enabled(): readonly Decision[] {
    const { system } = this;
    const enabled = system.enabled();
    const { nextDue } = system;
    if (enabled.length > 0 || nextDue === undefined || this.rootHasEnded) {
      return enabled;
    }
    this.#clock.advanceTo(Math.max(this.#clock.now(), nextDue));
    return system.enabled();
  }

  /** Whether faults may strike. */
  get hasFaults(): boolean {
    return this.#faults.areAny;
  }

  /** The faults that could strike now. */
  faults(): readonly Fault[] {
    return this.#faults.possible(this.system);
  }

  /**
   * Takes a decision.
   *
   * @returns `false` where it could not be taken: actors that lived elsewhere have ended meanwhile
   */
  apply(decision: Decision): boolean {
    if (this.#stepping?.prepare(this.system, decision) === false) {
      return false;
    }
    if (decision instanceof Timer) {
      this.#clock.advanceTo(Math.max(this.#clock.now(), decision.due));
    } else if (decision instanceof Fault) {
      this.#faults.strikes(decision.kind);
    }
    if (!this.#isWatchedForChanges) {
      this.system.apply(decision);
      this.#stepping?.throwProblem(this.system);
      return true;
    }
    const { event, to } = decision;
    const before = this.#view.snapshot(to);
    this.system.apply(decision);
    if (this.#hasChanged(before) || this.#hasChanged(event)) {
      // Somebody changed in place what was saved: nothing that is put back would be what it was.
      this.stray();
    }
    return true;
  }

  /** Starts the system. */
  start(): void {
    this.system.start();
    this.#stepping?.throwProblem(this.system);
  }

  /** Gives the host a turn, in which promises that have settled can say so. */
  async settle(): Promise<void> {
    await this.#stepping?.settle(this.system);
    await nextMacrotask();
  }

  /** A short text that is the same for the same {@link stateText}, and for no other. */
  stateKey(): string {
    const hasFaults = this.#faults.areAny;
    return this.#keys.key(
      hasFaults || this.#hasMemories ? { faults: this.#faults.counts(), watches: this.#memories() } : NOTHING,
    );
  }

  /** The whole state of the system and of what watches it. */
  stateText(): string {
    return this.#state.write(this.#memories(), this.#faults.counts());
  }

  /** The same, written without what is known of snapshots and events that were written before. */
  unrememberedStateText(): string {
    const writer = new StateWriter(this.system, this.#view, () => false);
    return writer.write(this.#memories(), this.#faults.counts());
  }

  /** The state of the system alone, written as {@link unrememberedStateText} is. */
  systemText(): string {
    return new StateWriter(this.system, this.#view, () => false).write({}, {});
  }

  /** What of the state is not in its text, as a sentence names it; `undefined` where everything is. */
  unseen(): string | undefined {
    return this.#state.unseen(this.#memories());
  }

  /** From now on looks after each step whether a snapshot or an event was changed in place: it strays then. */
  watchForChanges(): void {
    this.#isWatchedForChanges = true;
  }

  /**
   * Keeps where it is; `undefined` where it cannot be put back. What cannot be seen may be changed in place, and nobody
   * would notice, so a system that holds such a thing is never put back to where it held it.
   */
  save(): ExploredMemento | undefined {
    if (!this.canGoBack || this.unseen() !== undefined) {
      return undefined;
    }
    return {
      system: this.system.save(),
      clockTime: this.#clock.now(),
      others: [
        this.#view.save(),
        this.#faults.save(),
        ...this.watches.flatMap(({ watch }) => watch.save?.() ?? []),
      ],
    };
  }

  restore({ system, clockTime, others }: ExploredMemento): void {
    this.#clock.reset(clockTime);
    this.system.restore(system);
    for (const putBack of others) {
      putBack();
    }
  }

  /** Whether it was found not to be what it was when it was put back. */
  get hasStrayed(): boolean {
    return this.#hasStrayed;
  }

  /** Never goes back any more: it is not what it was when it was put back. */
  stray(): void {
    this.#hasStrayed = true;
    this.#isWhole = false;
  }

  /** Stops what would go on by itself outside of the system: callbacks, observables, promises. */
  dispose(): void {
    const { system } = this;
    if (!system.canGoBack && system.quiescence().pendingTasks.length > 0) {
      this.#stop();
    }
    this.#stepping?.forget(system);
  }

  #stop(): void {
    const { system } = this;
    system.stop();
    for (let left = STEPS_TO_STOP; left > 0; left--) {
      const next = system.next();
      if (next === undefined) {
        return;
      }
      if (this.#stepping?.prepare(system, next) !== false) {
        system.apply(next);
      }
    }
  }

  #hasChanged(value: unknown): boolean {
    // Of a machine's snapshot, only the context can be got at.
    const mutable = isMachineSnapshot(value) ? value.context : value;
    return this.#changes.hasChanged(mutable) ?? !this.#state.isAsWritten(value);
  }

  #memories(): Record<string, unknown> {
    if (!this.#hasMemories) {
      return NOTHING;
    }
    return Object.fromEntries(
      this.watches.flatMap(({ property, watch }) =>
        watch.memory === undefined ? [] : [[property.name, watch.memory()]],
      ),
    );
  }
}

const NOTHING: Record<string, never> = {};

/** How many decisions stopping a system may take; a system that does not let itself be stopped is left. */
const STEPS_TO_STOP = 10_000;

/** Whether a watch can be put back; one that is told of no step has nothing to remember. */
function canGoBack(watch: Watch): boolean {
  return watch.save !== undefined || (watch.beforeStep === undefined && watch.afterStep === undefined);
}
