import { isDeepStrictEqual } from 'node:util';
import type { AnyActorLogic, AnyMachineSnapshot } from 'xstate';
import type { Address } from '../../bus/address.js';
import { hostNow, nextMacrotask } from '../../clock/host-timers.js';
import { createVirtualClock, type VirtualClock } from '../../clock/virtual-clock.js';
import type { ControlledSystem } from '../../system/controlled-system.js';
import { createSystem } from '../../system/seamed-system.js';
import type { Step } from '../../system/step.js';
import { machineSnapshot } from '../coverage/machine-shape.js';
import { makeSubject, type SubjectFactory } from '../subject.js';
import type { MachinePath } from './machine-paths.js';

/** Where and how a system left a path. */
export interface Departure {
  /** The number of the path's event that did not lead where it should, from 1. */
  readonly step: number;
  /** In one sentence. */
  readonly message: string;
  /** The value of the actor's state when it left the path. */
  readonly actual: unknown;
}

export interface WalkOptions {
  /** How many decisions to take at the most. */
  readonly steps: number;
  /** For how many milliseconds of the host's time to wait for promises, each time the system comes to rest. */
  readonly patience: number;
}

/** A whole system in which one actor is led along a path, decision by decision in the order of posting. */
export class PathWalk {
  readonly system: ControlledSystem;
  readonly #clock: VirtualClock = createVirtualClock();
  readonly #address: Address;
  readonly #options: WalkOptions;
  #path: MachinePath = [];
  /** How many events of the path have led where they should. */
  #done = 0;
  #decisions = 0;
  #isHurried = false;
  #departure: Departure | undefined;

  /** Starts the system. */
  constructor(factory: SubjectFactory, address: Address, options: WalkOptions) {
    const { machine, ...rest } = makeSubject(factory);
    this.#address = address;
    this.#options = options;
    this.system = createSystem<AnyActorLogic>(machine, {
      ...rest,
      clock: this.#clock,
      logger: () => undefined,
    });
    this.system.steps.subscribe((step) => this.#watch(step));
    this.system.start();
  }

  /** The snapshot of the actor, if it lives and is a machine. */
  get snapshot(): AnyMachineSnapshot | undefined {
    return machineSnapshot(this.system.actor(this.#address)?.getSnapshot());
  }

  /** Whether somebody lives at the address. */
  get hasActor(): boolean {
    return this.system.actor(this.#address) !== undefined;
  }

  /** Has the events of the path come before all that waits, from now on. */
  hurry(): void {
    this.#isHurried = true;
  }

  /** Sends the events of a path, waits for those that the system makes itself, and says where it left the path. */
  async follow(path: MachinePath): Promise<Departure | undefined> {
    this.#path = path;
    while (this.#departure === undefined && this.#done < path.length) {
      const done = this.#done;
      const isSent = this.#sendNext();
      if (isSent && this.#isHurried) {
        this.#deliverSent();
      } else {
        await this.rest();
      }
      if (!isSent) {
        await this.#letTimePass(done);
      }
      if (this.#isStill(done)) {
        this.#leave('never came');
      }
    }
    return this.#departure;
  }

  /** Lets all happen that can without letting time pass. */
  async rest(): Promise<void> {
    const deadline = hostNow() + this.#options.patience;
    for (;;) {
      for (let next = this.system.next(); next !== undefined; next = this.system.next()) {
        if (this.#departure !== undefined || this.#decisions++ >= this.#options.steps) {
          this.#leave(`found no rest in ${this.#options.steps} decisions`);
          return;
        }
        this.system.apply(next);
      }
      const waits = this.system.quiescence().pendingTasks.some(({ kind }) => kind === 'promise');
      if (!waits || hostNow() >= deadline) {
        return;
      }
      await nextMacrotask();
    }
  }

  /** Sends the next event from outside, unless it is one of those that only the system makes. */
  #sendNext(): boolean {
    const event = this.#path[this.#done]?.event;
    if (event === undefined || event.type.startsWith('xstate.')) {
      return false;
    }
    if (this.system.actor(this.#address) === undefined) {
      this.#leave('finds nobody: the actor has ended');
    } else {
      this.system.send(this.#address, event);
    }
    return true;
  }

  /** Delivers what was sent from outside, before all else. */
  #deliverSent(): void {
    const sent = this.system.enabled().find(({ cause, to }) => cause === -1 && to === this.#address);
    if (sent !== undefined) {
      this.system.apply(sent);
    }
  }

  /** Lets timers fire until the path goes on or none is left. */
  async #letTimePass(done: number): Promise<void> {
    for (
      let { nextDue } = this.system;
      nextDue !== undefined && this.#isStill(done);
      { nextDue } = this.system
    ) {
      this.#clock.advanceTo(Math.max(this.#clock.now(), nextDue));
      await this.rest();
    }
  }

  #isStill(done: number): boolean {
    return this.#departure === undefined && this.#done === done;
  }

  /** Holds each step of the actor against the path. Behind the end of the path it may do what it likes. */
  #watch({ decision, actor }: Step): void {
    const expected = this.#path[this.#done];
    if (actor.address !== this.#address || decision === undefined || expected === undefined) {
      return;
    }
    const value = machineSnapshot(actor.ref.getSnapshot())?.value;
    const { type } = decision.event;
    if (type === expected.event.type && isDeepStrictEqual(value, expected.value)) {
      this.#done++;
    } else if (type === expected.event.type) {
      this.#leave(`led to ${JSON.stringify(value)} in place of ${JSON.stringify(expected.value)}`);
    } else if (this.#done > 0 && !isDeepStrictEqual(value, this.#path[this.#done - 1]?.value)) {
      this.#leave(`came too late: ${type} from ${decision.from} had led to ${JSON.stringify(value)}`);
    }
  }

  #leave(how: string): void {
    if (this.#path.length > 0 && this.#done === this.#path.length) {
      return;
    }
    const step = this.#done + 1;
    const type = this.#path[this.#done]?.event.type ?? 'the start';
    this.#departure ??= {
      step,
      message: `${this.#address} left the path at step ${step}: ${type} ${how}`,
      actual: this.snapshot?.value,
    };
  }
}
