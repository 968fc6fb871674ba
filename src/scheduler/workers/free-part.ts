import type { AnyActorRef } from 'xstate';
import type { Envelope } from '../../bus/lane.js';
import { ActorRecord } from '../../system/actor-record.js';
import type { ControlledSystem } from '../../system/controlled-system.js';
import { Timer } from '../../system/timer.js';
import { lifeStageOf } from '../../system/xstate-seam.js';
import type { ActorDirectory } from './actor-directory.js';
import type { ActorKey } from './actor-key.js';
import { eventWire } from './event-wire.js';
import type { FoundByThreads } from './found.js';
import { FreeRecord, type FreeActors, type Told } from './free-record.js';
import { fromWire } from './from-wire.js';
import type { FreeStep, Mail, News } from './messages.js';
import type { NameClaims } from './name-claims.js';
import type { TaskNews } from './task-news.js';
import type { ThreadCalls } from './thread-calls.js';
import { TimerClaim } from './timer-claim.js';
import type { Wire } from './wire.js';

/**
 * The coordinator's part in a free run: it sends the threads what its own actors send to theirs, and records what the
 * threads did by themselves.
 */
export class FreePart implements FreeActors {
  readonly #directory: ActorDirectory;
  readonly #calls: ThreadCalls;
  readonly #tasks: TaskNews;
  readonly #claims: NameClaims;
  readonly #found: FoundByThreads;
  #system: ControlledSystem | undefined;
  /** Puts what the threads tell in order. */
  #record: FreeRecord | undefined;
  readonly #toldEarly: [number, Told][] = [];
  /** What the coordinator's actors have sent to some who were not started yet. */
  readonly #unsent: Envelope[] = [];
  /** The timers of the coordinator's actors that are on their way to threads. */
  readonly #sent = new Map<Timer, TimerClaim>();
  /** The timers that actors give up as they end in the step that is being recorded. */
  readonly #endings = new WeakMap<AnyActorRef, readonly string[]>();
  /** The step that is being recorded. */
  #did: FreeStep | undefined;
  /** Whether what a task on a thread sent is being recorded, which that thread delivers by itself. */
  #isTaking = false;

  constructor(
    directory: ActorDirectory,
    calls: ThreadCalls,
    tasks: TaskNews,
    claims: NameClaims,
    found: FoundByThreads,
  ) {
    this.#directory = directory;
    this.#calls = calls;
    this.#tasks = tasks;
    this.#claims = claims;
    this.#found = found;
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

  /**
   * Has all threads stand still now that one was lost, and records what they have done; what is left is on the bus or
   * among the timers.
   */
  gather(): void {
    const catchUp = (): void => {
      while (this.commitOne());
    };
    this.#calls.pauseAll(catchUp);
    catchUp();
  }

  /** Sends all mail anew, which may have been with the thread that was lost or on its way there, and has all go on. */
  resume(system: ControlledSystem): void {
    // What was not recorded has not fired; those whose time has come are sent again.
    this.#sent.clear();
    this.#unsent.length = 0;
    for (const envelope of system.bus.all()) {
      const { receiver, kind } = envelope;
      const mirror = this.#entryOf(receiver instanceof ActorRecord ? receiver.ref : undefined)?.mirror;
      if (mirror !== undefined && this.isElsewhere(envelope)) {
        this.#mail(mirror.thread, kind === 'stop' ? 'stop' : 'deliver', envelope, undefined);
      }
    }
    this.#calls.resumeAll();
  }

  /** Records one more of the steps that the threads took by themselves; `false` when there is none that can be. */
  commitOne(): boolean {
    return this.#record?.commitOne() === true;
  }

  /** Whether a thread is in the midst of a step that names an actor: only behind it may the coordinator's own act. */
  get isNaming(): boolean {
    return this.#claims.isAny;
  }

  /** A step that was told and cannot be put in order, in words. */
  stuckStep(): string | undefined {
    const step = this.#record?.waiting;
    return step === undefined
      ? undefined
      : `${step.type} to ${this.#entryOf(this.find(step.to))?.name.address ?? step.to}`;
  }

  /** Whether a thread delivers an envelope, or fires a timer. */
  isElsewhere({ receiver }: Envelope | Timer): boolean {
    return (
      receiver instanceof ActorRecord &&
      lifeStageOf(receiver.ref) === 'running' &&
      this.#entryOf(receiver.ref)?.mirror !== undefined
    );
  }

  /**
   * The timers of the coordinator's actors, and what those of lost threads have left behind, that are not on their way
   * to a thread, in the order of theirs.
   */
  ownTimers(system: ControlledSystem): Timer[] {
    return system.timers().filter((timer) => !this.#hasThread(timer.sender.ref) && !this.#sent.has(timer));
  }

  /** Sends a timer that is due to the thread of its receiver, whose step fires it; `false` for one of its own. */
  sendTimer(timer: Timer): boolean {
    const mirror = this.#entryOf(timer.receiver.ref)?.mirror;
    if (mirror === undefined || lifeStageOf(timer.receiver.ref) !== 'running') {
      return false;
    }
    const claim = new TimerClaim();
    this.#sent.set(timer, claim);
    this.#mail(mirror.thread, 'fire', timer, { name: timer.id, claim: claim.buffer });
    return true;
  }

  /** An actor on a thread is about to end, and gives up these of its timers. */
  endTimers(actor: AnyActorRef, ids: readonly string[]): void {
    this.#endings.set(actor, ids);
  }

  /** Which timers an actor gives up by an id, or as it ends: those that no thread has fired meanwhile. */
  givenUp(sender: AnyActorRef, id: string | undefined, named: readonly Timer[]): readonly Timer[] {
    if (this.#entryOf(sender)?.mirror === undefined) {
      return named.filter((timer) => this.#recall(timer));
    }
    const ids = id === undefined ? this.#endings.get(sender) : [id];
    this.#endings.delete(sender);
    return ids === undefined ? named : ids.flatMap((one) => this.#latest(sender, one, named) ?? []);
  }

  /** The timer that an actor set last under an id, whoever has freed the id since. */
  #latest(sender: AnyActorRef, id: string, named: readonly Timer[]): Timer | undefined {
    return (
      named.find((timer) => timer.id === id) ??
      this.#system
        ?.timers()
        .filter((timer) => timer.sender.ref === sender && timer.id === id)
        .sort((a, b) => b.order - a.order)[0]
    );
  }

  /** Takes back a timer that may be on its way; `false` where it has fired. */
  #recall(timer: Timer): boolean {
    const isMine = this.#sent.get(timer)?.giveUp() !== false;
    if (isMine) {
      this.#sent.delete(timer);
    }
    return isMine;
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

  commit(decision: Envelope | Timer, step: FreeStep, thread: number): void {
    const system = this.#system as ControlledSystem;
    if (decision instanceof Timer && step.found === undefined && this.isElsewhere(decision)) {
      // Told by a thread in the place of one that was lost, on which its receiver lived; it is sent anew.
      return;
    }
    this.#did = step;
    if (decision instanceof Timer) {
      this.#sent.delete(decision);
    }
    system.apply(decision, this.#found.findingsOf(thread, step.found, system.root as AnyActorRef));
    this.#did = undefined;
    this.#claims.release(thread);
    if (step.timer?.claim !== undefined) {
      new TimerClaim(step.timer.claim).settle();
    }
  }

  take(news: News): void {
    this.#isTaking = true;
    this.#tasks.take(news);
    this.#isTaking = false;
  }

  /** Hands an envelope to the thread of its receiver, where none of the threads has done so. */
  #sendOff(envelope: Envelope): void {
    const { kind, sender, receiver } = envelope;
    const isTheirs = sender instanceof ActorRecord && this.#entryOf(sender.ref)?.mirror !== undefined;
    const mirror = receiver instanceof ActorRecord ? this.#entryOf(receiver.ref)?.mirror : undefined;
    if (isTheirs || this.#isTaking || mirror === undefined || this.#calls.isPaused) {
      return;
    }
    if (this.isElsewhere(envelope)) {
      this.#mail(mirror.thread, kind === 'stop' ? 'stop' : 'deliver', envelope, undefined);
    } else {
      // Sent before its receiver was started, which comes next.
      this.#unsent.push(envelope);
    }
  }

  #mail(
    thread: number,
    kind: Mail['kind'],
    { sender, receiver, event }: Envelope | Timer,
    timer: Mail['timer'],
  ): void {
    this.#calls.mail(thread, {
      kind,
      from: sender instanceof ActorRecord ? this.#entryOf(sender.ref)?.name : undefined,
      to: this.#entryOf((receiver as ActorRecord).ref)?.name.key as ActorKey,
      event: eventWire(event, this.#directory, sender.label, receiver.label),
      timer,
    });
  }

  /** Whether an actor is on a thread, and the thread is not lost. */
  #hasThread(ref: AnyActorRef): boolean {
    const mirror = this.#entryOf(ref)?.mirror;
    return mirror !== undefined && mirror.losses === this.#calls.livesOf(mirror.thread);
  }

  #entryOf(ref: AnyActorRef | undefined) {
    return ref === undefined ? undefined : this.#directory.entryOf(ref);
  }
}
