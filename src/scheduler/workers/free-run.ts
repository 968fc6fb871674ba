import { merge, type Subscription } from 'rxjs';
import { afterHostDelay, inMicrotask, nextMacrotask } from '../../clock/host-timers.js';
import type { ControlledSystem } from '../../system/controlled-system.js';
import type { Decision } from '../../system/decision.js';
import { type Outcome, outcomeOf, type RunOptions } from '../scheduler.js';
import type { Hosting } from './hosting.js';
import { HostingError } from './workers-errors.js';

/** How much is done before the host's other work gets its turn. */
const DEEDS_IN_A_BREATH = 256;

type Ending = 'at-rest' | 'waiting' | 'aborted';

/**
 * One free run, as the coordinator sees it: the threads deliver what is theirs as it comes; here the root and what
 * else lives with it is run, and all that is told by the threads is recorded.
 */
export class FreeRun {
  readonly #system: ControlledSystem;
  readonly #hosting: Hosting;
  readonly #options: RunOptions;
  #wait: Subscription | undefined;
  #cancelPatience: (() => void) | undefined;
  #isPumping = false;
  #isPumpComing = false;
  #resolve: (ending: Ending) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  #hasEnded = false;

  constructor(system: ControlledSystem, hosting: Hosting, options: RunOptions) {
    this.#system = system;
    this.#hosting = hosting;
    this.#options = options;
  }

  async run(): Promise<Outcome> {
    const { signal } = this.#options;
    const ended = new Promise<Ending>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const news = merge(this.#system.arrivals, this.#hosting.wakeUps).subscribe(() => this.#pumpSoon());
    const onAbort = (): void => this.#end('aborted');
    signal?.addEventListener('abort', onAbort);
    try {
      if (this.#system.decisions === 0) {
        this.#system.start();
      }
      void this.#pump();
      if (signal?.aborted === true) {
        onAbort();
      }
      return outcomeOf(this.#system, await ended);
    } finally {
      this.#hasEnded = true;
      signal?.removeEventListener('abort', onAbort);
      news.unsubscribe();
      this.#wait?.unsubscribe();
      this.#cancelPatience?.();
    }
  }

  /**
   * Goes on when nothing else is under way on this thread: what woke the run may have been read while another run
   * stood still for a thread, and could not go on before this one had what it asks for.
   */
  #pumpSoon(): void {
    if (!this.#isPumpComing) {
      this.#isPumpComing = true;
      inMicrotask(() => {
        this.#isPumpComing = false;
        void this.#pump();
      });
    }
  }

  /** Does all that there is to do here, and then waits for more, or ends the run. */
  async #pump(): Promise<void> {
    if (this.#isPumping) {
      return;
    }
    this.#isPumping = true;
    try {
      for (let done = 1; !this.#hasEnded && this.#doOne(); done++) {
        if (done % DEEDS_IN_A_BREATH === 0) {
          await nextMacrotask();
        }
      }
      this.#arm();
    } catch (error) {
      this.#hasEnded = true;
      this.#reject(error);
    } finally {
      this.#isPumping = false;
    }
  }

  #doOne(): boolean {
    this.#hosting.throwProblem();
    this.#hosting.seeToTheLost();
    // A thread may have asked while the coordinator stood still for another.
    this.#hosting.answerAll();
    if (this.#hosting.free.commitOne()) {
      return true;
    }
    const decision = this.#ownDecision();
    if (decision !== undefined) {
      this.#system.apply(decision);
    }
    return decision !== undefined;
  }

  /** What waits longest of what is for the coordinator's own actors. */
  #ownDecision(): Decision | undefined {
    const system = this.#system;
    if (this.#hosting.free.isNaming) {
      return undefined;
    }
    const mail = system.bus.heads().find((head) => !this.#hosting.free.isElsewhere(head));
    const { clockTime } = system;
    const due = mail === undefined ? this.#hosting.free.ownTimers(system) : [];
    return mail ?? due.find((timer) => timer.due <= clockTime && !this.#hosting.free.sendTimer(timer));
  }

  #arm(): void {
    const system = this.#system;
    const { pendingTasks } = system.quiescence();
    this.#wait?.unsubscribe();
    this.#cancelPatience?.();
    if (this.#hasEnded || (system.bus.waiting === 0 && system.root.getSnapshot().status !== 'active')) {
      this.#end('at-rest');
      return;
    }
    const [next] = this.#hosting.free.ownTimers(system);
    if (next !== undefined) {
      this.#wait = system.clock.schedule(() => void this.#pump(), next.due - system.clockTime);
    }
    if (system.bus.waiting > 0 || system.nextDue !== undefined) {
      return;
    }
    this.#refuseStuckStep();
    if (pendingTasks.length === 0) {
      this.#end('at-rest');
    } else if (Number.isFinite(this.#options.patience)) {
      this.#cancelPatience = afterHostDelay(this.#options.patience, () => this.#end('waiting'));
    }
  }

  /** @throws HostingError where what a thread told can have no place in any order */
  #refuseStuckStep(): void {
    const stuck = this.#hosting.free.stuckStep();
    if (stuck !== undefined) {
      throw new HostingError(
        'ERR_NOT_IN_ORDER',
        `what the threads did has no order on one: ${stuck}; run it in lockstep, and report it with its trace`,
      );
    }
  }

  #end(ending: Ending): void {
    this.#hasEnded = true;
    this.#resolve(ending);
  }
}
