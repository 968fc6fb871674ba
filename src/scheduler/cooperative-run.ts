import { merge, NEVER, type Observable, type Subscription } from 'rxjs';
import { afterHostDelay, nextMacrotask } from '../clock/host-timers.js';
import { isVirtualClock, type VirtualClock } from '../clock/virtual-clock.js';
import type { PendingTask } from '../system/async-task.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import { statusOf } from '../system/xstate-seam.js';
import { type Outcome, outcomeOf, type RunOptions } from './scheduler.js';
import type { Selector } from './selector.js';

/** How many decisions a virtual run takes at the most before the host's other work gets its turn. */
const DECISIONS_A_TURN = 512;

/** A work item on the clock. */
interface Turn {
  readonly due: number;
  work: Subscription | undefined;
}

/**
 * How many turns a run on the host's time takes at the most before the host's other work gets its turn: turns that
 * are due at once are microtasks, which alone would keep timers, input and signals waiting for ever.
 */
const TURNS_IN_A_BREATH = 256;

/** What else a run waits for than the clock and what arrives. */
export interface RunHost {
  /** Gives the host one turn, in which whatever task has come to its end can say so. */
  readonly letSettle?: () => Promise<void>;
  /** Tells that something may be enabled that was not before, though nothing arrived. */
  readonly wakeUps?: Observable<unknown>;
}

type Ending = 'at-rest' | 'waiting' | 'aborted';

/**
 * One run of one system on the calling thread, from now until the system is at rest.
 *
 * It keeps at most one work item on the clock: a turn now while a decision is enabled, else one at the time
 * at which the first timer is due.
 */
export class CooperativeRun {
  readonly #system: ControlledSystem;
  readonly #selector: Selector;
  readonly #options: RunOptions;
  readonly #letSettle: () => Promise<void>;
  readonly #wakeUps: Observable<unknown>;
  readonly #virtualClock: VirtualClock | undefined;
  #turn: Turn | undefined;
  /** Tasks that outlasted this run's patience: they hold virtual time back no longer. */
  readonly #overdue = new Set<string>();
  #turnsInABreath = 0;
  #stopWaiting: (() => void) | undefined;
  #ending: Ending | undefined;
  #resolve: (ending: Ending) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(
    system: ControlledSystem,
    selector: Selector,
    options: RunOptions,
    { letSettle = nextMacrotask, wakeUps = NEVER }: RunHost = {},
  ) {
    this.#system = system;
    this.#selector = selector;
    this.#options = options;
    this.#letSettle = letSettle;
    this.#wakeUps = wakeUps;
    this.#virtualClock = isVirtualClock(system.clock) ? system.clock : undefined;
  }

  async run(): Promise<Outcome> {
    const { signal } = this.#options;
    const ended = new Promise<Ending>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const arrivals = merge(this.#system.arrivals, this.#wakeUps).subscribe(() => this.#onArrival());
    const onAbort = (): void => this.#end('aborted');
    signal?.addEventListener('abort', onAbort);
    try {
      if (this.#system.decisions === 0) {
        this.#system.start();
      }
      this.#arm();
      if (signal?.aborted === true) {
        onAbort();
      }
      if (this.#virtualClock !== undefined) {
        await this.#drive(this.#virtualClock);
      }
      return outcomeOf(this.#system, await ended);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      arrivals.unsubscribe();
      this.#turn?.work?.unsubscribe();
      this.#stopWaiting?.();
    }
  }

  /** Sees to it that the clock calls back when there is something to do; ends the run when its root has ended. */
  #arm(): void {
    if (this.#ending !== undefined) {
      return;
    }
    const system = this.#system;
    if (system.bus.waiting === 0 && statusOf(system.root) !== 'active') {
      this.#end('at-rest');
    } else if (system.next() !== undefined) {
      this.#scheduleTurn(system.clockTime);
    } else if (system.nextDue !== undefined) {
      this.#scheduleTurn(system.nextDue);
    } else if (this.#virtualClock === undefined) {
      this.#restUnlessTasksPend();
    }
  }

  #scheduleTurn(due: number): void {
    if (this.#turn !== undefined && this.#turn.due <= due) {
      return;
    }
    this.#turn?.work?.unsubscribe();
    const { clock, clockTime } = this.#system;
    if (this.#isOutOfBreath()) {
      this.#scheduleTurnAfterABreath(due);
      return;
    }
    // A clock made of RxJS's `queueScheduler` takes the turn, and those that follow, before it returns.
    const turn: Turn = { due, work: undefined };
    this.#turn = turn;
    turn.work = clock.schedule(() => this.#takeTurn(), due - clockTime);
  }

  /** Whether a run on the host's own time has taken so many turns that its input and timers have had to wait. */
  #isOutOfBreath(): boolean {
    const { kind } = this.#system.clock;
    return (kind === 'real' || kind === 'scaled') && ++this.#turnsInABreath >= TURNS_IN_A_BREATH;
  }

  #scheduleTurnAfterABreath(due: number): void {
    this.#turnsInABreath = 0;
    const turn: Turn = { due, work: undefined };
    this.#turn = turn;
    void nextMacrotask().then(() => {
      if (this.#turn === turn && this.#ending === undefined) {
        const { clock, clockTime } = this.#system;
        turn.work = clock.schedule(() => this.#takeTurn(), due - clockTime);
      }
    });
  }

  #takeTurn(): void {
    this.#turn = undefined;
    const limit = this.#virtualClock === undefined ? 1 : DECISIONS_A_TURN;
    try {
      for (let taken = 0; taken < limit && this.#ending === undefined; taken++) {
        const decision = this.#selector(this.#system);
        if (decision === undefined) {
          break;
        }
        this.#system.apply(decision);
      }
      this.#arm();
    } catch (error) {
      this.#ending = 'aborted';
      this.#reject(error);
    }
  }

  /** Moves a virtual clock from one thing that is due to the next, and waits where only the host can go on. */
  async #drive(clock: VirtualClock): Promise<void> {
    let breath = this.#system.decisions + DECISIONS_A_TURN;
    while (this.#ending === undefined) {
      if (this.#system.decisions >= breath) {
        breath = this.#system.decisions + DECISIONS_A_TURN;
        await nextMacrotask();
      } else if (
        this.#system.hasPendingTasks &&
        this.#system.next() === undefined &&
        this.#promisesInTime().length > 0
      ) {
        await this.#letTasksSettle(this.#promisesInTime());
      } else if (clock.nextDue !== undefined) {
        clock.advance();
      } else if (this.#tasksInTime().length > 0) {
        await this.#letTasksSettle(this.#tasksInTime());
      } else {
        this.#end(this.#pendingTasks().length > 0 ? 'waiting' : 'at-rest');
      }
    }
  }

  #pendingTasks(): readonly PendingTask[] {
    return this.#system.hasPendingTasks ? this.#system.quiescence().pendingTasks : NONE;
  }

  #tasksInTime(): PendingTask[] {
    return this.#pendingTasks().filter((task) => !this.#overdue.has(labelOf(task)));
  }

  /** The promises that virtual time waits for: of all tasks only a promise is expected to settle. */
  #promisesInTime(): PendingTask[] {
    return this.#tasksInTime().filter(({ kind }) => kind === 'promise');
  }

  /** Gives the host its turn until something arrives; when patience ends first, the tasks are overdue. */
  async #letTasksSettle(tasks: readonly PendingTask[]): Promise<void> {
    await this.#letSettle();
    if (this.#system.next() !== undefined || this.#ending !== undefined) {
      return;
    }
    await new Promise<void>((resolve) => {
      this.#wait(resolve, () => {
        for (const task of tasks) {
          this.#overdue.add(labelOf(task));
        }
        resolve();
      });
    });
  }

  #restUnlessTasksPend(): void {
    if (this.#pendingTasks().length === 0) {
      this.#end('at-rest');
    } else {
      this.#wait(
        () => undefined,
        () => this.#end('waiting'),
      );
    }
  }

  /** Calls one of the two: when something arrives or the run ends, or when patience ends before that. */
  #wait(onStop: () => void, onPatienceEnded: () => void): void {
    this.#stopWaiting?.();
    const { patience } = this.#options;
    const cancel = Number.isFinite(patience)
      ? afterHostDelay(patience, () => {
          this.#stopWaiting = undefined;
          onPatienceEnded();
        })
      : undefined;
    this.#stopWaiting = () => {
      this.#stopWaiting = undefined;
      cancel?.();
      onStop();
    };
  }

  #onArrival(): void {
    this.#stopWaiting?.();
    this.#arm();
  }

  #end(ending: Ending): void {
    if (this.#ending === undefined) {
      this.#ending = ending;
      this.#resolve(ending);
      this.#stopWaiting?.();
    }
  }
}

const NONE: readonly PendingTask[] = [];

function labelOf({ address, incarnation }: PendingTask): string {
  return `${address}#${incarnation}`;
}
