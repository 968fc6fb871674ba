import type { AnyActorRef } from 'xstate';
import type { Envelope } from '../../bus/lane.js';
import { ActorRecord } from '../../system/actor-record.js';
import type { ControlledSystem } from '../../system/controlled-system.js';
import type { Timer } from '../../system/timer.js';
import { lifeStageOf } from '../../system/xstate-seam.js';
import type { ActorDirectory } from './actor-directory.js';
import { type ActorKey, type ActorName, threadOf } from './actor-key.js';
import { eventWire } from './event-wire.js';
import { FreeRecord, type FreeActors, type Told } from './free-record.js';
import { fromWire } from './from-wire.js';
import type { FreeStep, News } from './messages.js';
import type { TaskNews } from './task-news.js';
import type { ThreadCalls } from './thread-calls.js';
import type { Wire } from './wire.js';
import { timerAcrossThreads } from './workers-errors.js';

/**
 * The coordinator's part in a free run: it sends the threads what its own actors send to theirs, and records what the
 * threads did by themselves.
 */
export class FreePart implements FreeActors {
  readonly #directory: ActorDirectory;
  readonly #calls: ThreadCalls;
  readonly #tasks: TaskNews;
  #system: ControlledSystem | undefined;
  /** Puts what the threads tell in order. */
  #record: FreeRecord | undefined;
  readonly #toldEarly: [number, Told][] = [];
  /** What the coordinator's actors have sent to some who were not started yet. */
  readonly #unsent: Envelope[] = [];
  /** The step that is being recorded. */
  #did: FreeStep | undefined;
  /** Whether what a task on a thread sent is being recorded, which that thread delivers by itself. */
  #isTaking = false;

  constructor(directory: ActorDirectory, calls: ThreadCalls, tasks: TaskNews) {
    this.#directory = directory;
    this.#calls = calls;
    this.#tasks = tasks;
  }

  attach(system: ControlledSystem): void {
    const record = new FreeRecord(system, this);
    this.#system = system;
    this.#record = record;
    for (const [thread, told] of this.#toldEarly.splice(0)) {
      record.tell(thread, told);
    }
    for (const envelope of system.bus.all()) {
      this.#sendOff(envelope);
    }
    system.bus.posted.subscribe((envelope) => this.#sendOff(envelope));
  }

  /** Takes down what a thread told. */
  tell(thread: number, told: Told): void {
    if (this.#record === undefined) {
      this.#toldEarly.push([thread, told]);
    } else {
      this.#record.tell(thread, told);
    }
  }

  /** Has all threads stand still now that one was lost, and records what they have done; what is left is on the bus. */
  gather(): void {
    this.#calls.pauseAll();
    while (this.commitOne());
  }

  /** Sends all mail anew, which may have been with the thread that was lost or on its way there, and has all go on. */
  resume(system: ControlledSystem): void {
    for (const envelope of system.bus.all()) {
      if (this.isElsewhere(envelope)) {
        this.#mail(envelope);
      }
    }
    this.#calls.resumeAll();
  }

  /** Records one more of the steps that the threads took by themselves; `false` when there is none that can be. */
  commitOne(): boolean {
    return this.#record?.commitOne() === true;
  }

  /** A step that was told and cannot be put in order, in words. */
  stuckStep(): string | undefined {
    const step = this.#record?.waiting;
    return step === undefined
      ? undefined
      : `${step.type} to ${this.#entryOf(this.find(step.to))?.name.address ?? step.to}`;
  }

  /** Whether a thread delivers an envelope. */
  isElsewhere({ receiver }: Envelope): boolean {
    return (
      receiver instanceof ActorRecord &&
      lifeStageOf(receiver.ref) === 'running' &&
      this.#entryOf(receiver.ref)?.mirror !== undefined
    );
  }

  /**
   * The timers of the coordinator's actors, in the order of theirs.
   *
   * @throws HostingError where one is for an actor on a thread
   */
  ownTimers(system: ControlledSystem): Timer[] {
    const own = system.timers().filter(({ sender }) => this.#entryOf(sender.ref)?.mirror === undefined);
    const across = own.find(({ receiver }) => this.#entryOf(receiver.ref)?.mirror !== undefined);
    if (across !== undefined) {
      throw timerAcrossThreads(across.sender.label, across.receiver.label);
    }
    return own;
  }

  /** What the thread of an actor did in the step that is being recorded. */
  takeStep(): FreeStep | undefined {
    const step = this.#did;
    this.#did = undefined;
    return step;
  }

  /** Sends what waited for its receiver to be started. */
  sendUnsent(): void {
    for (const envelope of this.#unsent.splice(0)) {
      this.#sendOff(envelope);
    }
  }

  find(key: ActorKey): AnyActorRef | undefined {
    return this.#directory.find(key);
  }

  revive(wire: Wire): unknown {
    return fromWire(wire, this.#directory);
  }

  commit(decision: Envelope | Timer, step: FreeStep): void {
    this.#did = step;
    this.#system?.apply(decision);
    this.#did = undefined;
  }

  take(news: News): void {
    this.#isTaking = true;
    this.#tasks.take(news);
    this.#isTaking = false;
  }

  /** Hands an envelope to the thread of its receiver, where none of the threads has done so. */
  #sendOff(envelope: Envelope): void {
    const { sender, receiver } = envelope;
    const isTheirs = sender instanceof ActorRecord && this.#entryOf(sender.ref)?.mirror !== undefined;
    const mirror = receiver instanceof ActorRecord ? this.#entryOf(receiver.ref)?.mirror : undefined;
    if (isTheirs || this.#isTaking || mirror === undefined) {
      return;
    }
    if (this.isElsewhere(envelope)) {
      this.#mail(envelope);
    } else {
      // Sent before its receiver was started, which comes next.
      this.#unsent.push(envelope);
    }
  }

  #mail({ kind, sender, receiver, event }: Envelope): void {
    const { key } = this.#entryOf((receiver as ActorRecord).ref)?.name as ActorName;
    this.#calls.mail(threadOf(key) as number, {
      kind: kind === 'stop' ? 'stop' : 'deliver',
      from: sender instanceof ActorRecord ? this.#entryOf(sender.ref)?.name : undefined,
      to: key,
      event: eventWire(event, this.#directory, sender.label, receiver.label),
    });
  }

  #entryOf(ref: AnyActorRef | undefined) {
    return ref === undefined ? undefined : this.#directory.entryOf(ref);
  }
}
