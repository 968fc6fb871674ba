import type { AnyActorRef, EventObject } from 'xstate';
import type { Clock } from '../../clock/clock.js';
import { isChildReport, lifeStageOf, parentOf, type XStateSeam } from '../../system/xstate-seam.js';
import { type ActorKey, type ActorName, threadOf } from './actor-key.js';
import type { CoordinatorLine } from './coordinator-line.js';
import type { Deed } from './deed.js';
import { type DueTimer, type FreeMail, FreeMailbox } from './free-mail.js';
import { fromWire } from './from-wire.js';
import type { Mail, WaitingTimer } from './messages.js';
import type { Residents } from './residents.js';
import { toWire, type Wire } from './wire.js';

/** What the delivery of mail in a free run needs of the thread. */
export interface FreeDeliveryHost {
  readonly run: number;
  readonly line: CoordinatorLine;
  readonly residents: Residents;
  readonly seam: XStateSeam;
  /** Whose step is under way. */
  readonly acting: AnyActorRef | undefined;
  readonly isInStep: boolean;
  beginStep(actor: AnyActorRef): readonly Deed[];
  endStep(): void;
  exact(source: AnyActorRef | undefined, to: ActorName, event: EventObject): Wire;
}

/** In a free run, how events come to the actors of a thread and go from them to those of others. */
export class FreeDelivery {
  readonly #host: FreeDeliveryHost;
  readonly #mailbox: FreeMailbox;
  /** Mail for other threads, which goes off when the coordinator has been told of the step. */
  #outgoing: Mail[] = [];
  /** Mail for those who were created and not started yet. */
  #early: FreeMail[] = [];
  #epoch: number;
  /** What others have sent since all mail is sent anew. */
  readonly #ahead: Mail[] = [];
  readonly #postponed: (() => void)[] = [];
  /** Whether the step under way is one of mail. */
  handlesMail = false;

  constructor(host: FreeDeliveryHost, clock: Clock, epoch: number) {
    this.#host = host;
    this.#epoch = epoch;
    this.#mailbox = new FreeMailbox(clock, (mail) => this.#take(mail));
  }

  get isPaused(): boolean {
    return this.#mailbox.isPaused;
  }

  /** Delivers nothing until it is resumed, and forgets all mail from before, which is sent anew. */
  pause(epoch: number): void {
    this.#epoch = epoch;
    this.#early = this.#early.filter(({ kind }) => kind === 'fire');
    this.#mailbox.pause();
  }

  /** Goes on: all mail was sent anew, and comes before what others have sent since. */
  resume(): void {
    for (const mail of this.#ahead.splice(0)) {
      this.#put(mail);
    }
    this.#mailbox.resume();
    for (const work of this.#postponed.splice(0)) {
      work();
    }
  }

  /** Does what a task wants to be done between two steps when mail is delivered again. */
  whenResumed(work: () => void): void {
    this.#postponed.push(work);
  }

  /** Sets the timers again that an actor had on a thread that was lost. */
  setTimersAgain(source: AnyActorRef, timers: readonly WaitingTimer[], unnamed: number): void {
    const { residents } = this.#host;
    this.#mailbox.countUnnamedFrom(residents.of(source).name.key, unnamed);
    for (const { name, to, event, delay } of timers) {
      const revived = fromWire(event, residents) as EventObject;
      this.setTimer(source, residents.actorAt(to), revived, delay, name);
    }
  }

  /** An event that the coordinator has sent to an actor of this thread, or sends anew. */
  receive(mail: Mail): void {
    const { from, event } = mail;
    const isReport = isChildReport(event.value as EventObject);
    this.#put(mail, isReport ? from?.key : undefined);
  }

  /** An event that another thread has sent to an actor of this one. */
  receiveDirectly(mail: Mail): void {
    if (mail.epoch !== this.#epoch) {
      return;
    }
    if (this.isPaused) {
      this.#ahead.push(mail);
    } else {
      this.#put(mail);
    }
  }

  /** @param reporter - the child that reports by it, if one does */
  #put({ kind, from, to, event }: Mail, reporter?: ActorKey): void {
    const { residents } = this.#host;
    const actor = residents.living(to);
    if (actor !== undefined) {
      const revived = fromWire(event, residents) as EventObject;
      this.#mailbox.put({ kind, from: from?.key, to: actor, event: revived, reporter });
    }
  }

  /** Lets the mail arrive that waited for an actor to be started. */
  started(actor: AnyActorRef): void {
    const early = this.#early.filter(({ to }) => to === actor);
    if (early.length > 0) {
      this.#early = this.#early.filter(({ to }) => to !== actor);
      for (const mail of early) {
        this.#mailbox.put(mail);
      }
    }
  }

  /** Sends what is for other threads, whose coordinator has been told of the step by now. */
  sendOff(): void {
    const outgoing = this.#outgoing;
    this.#outgoing = [];
    for (const mail of outgoing) {
      this.#host.line.mail(threadOf(mail.to) as number, mail);
    }
  }

  /** Brings an event to its receiver, unless that is the coordinator's, which sees it by the step. */
  bring(
    kind: FreeMail['kind'],
    source: AnyActorRef | undefined,
    target: AnyActorRef,
    event: EventObject,
    timer?: DueTimer,
  ): void {
    const { residents, line, run, acting, isInStep } = this.#host;
    const to = residents.nameOf(target)?.key;
    const sender = source ?? acting;
    const from = sender === undefined ? undefined : residents.nameOf(sender);
    const thread = to === undefined ? undefined : threadOf(to);
    if (to === undefined || thread === undefined) {
      return;
    }
    if (thread === line.thread) {
      const isReport = sender !== undefined && parentOf(sender) === target && isChildReport(event);
      const reporter = isReport ? from?.key : undefined;
      this.#mailbox.put({ kind, from: from?.key, to: target, event, timer, reporter });
      return;
    }
    const wire = toWire(event, residents, 'exact', 'event');
    const epoch = this.#epoch;
    this.#outgoing.push({ run, kind: kind === 'stop' ? 'stop' : 'deliver', from, to, event: wire, epoch });
    if (!isInStep) {
      this.sendOff();
    }
  }

  setTimer(
    source: AnyActorRef,
    target: AnyActorRef,
    event: EventObject,
    delay: number,
    id: string | undefined,
  ): void {
    const { key } = this.#host.residents.of(source).name;
    this.#mailbox.setTimer(key, id, delay, (timer) => this.#fire(source, target, event, timer));
  }

  /** Gives up the timer of a name; `false` where it has fired. */
  cancelTimer(sender: ActorKey, name: string): boolean {
    return this.#mailbox.cancelTimer(sender, name);
  }

  cancelTimers(sender: ActorKey): void {
    this.#mailbox.cancelTimers(sender);
  }

  close(): void {
    this.#mailbox.close();
  }

  /** Lets an event arrive that it was this thread's to deliver, and tells the coordinator of it. */
  #take(mail: FreeMail): void {
    const { kind, from, to, event, timer, reporter } = mail;
    const { residents, seam, line, run } = this.#host;
    const stage = lifeStageOf(to);
    if (stage === 'not-started') {
      // It was created, and its parent is about to start it.
      this.#early.push(mail);
      return;
    }
    if (timer?.claim() === false || residents.isSuperseded(to, reporter)) {
      return;
    }
    const { name } = residents.of(to);
    if (stage === 'stopped') {
      if (timer !== undefined && from !== undefined) {
        this.#tellFired(from, name, event, timer.name);
      }
      return;
    }
    const deeds = this.#host.beginStep(to);
    this.handlesMail = kind === 'deliver';
    if (kind === 'stop') {
      seam.stop(to);
    } else {
      seam.deliver(undefined, to, event);
    }
    const change = residents.changeOf(to);
    const fired = timer && { name: timer.name, event: this.#host.exact(undefined, name, event) };
    const step = { run, kind, from, to: name.key, type: event.type, timer: fired, deeds, change };
    line.reply({ reply: 'took', step });
    this.#host.endStep();
    this.handlesMail = false;
  }

  /** Brings the event of a timer that is due to its receiver, whose step it is to fire it. */
  #fire(source: AnyActorRef, target: AnyActorRef, event: EventObject, timer: DueTimer): void {
    const { residents, line } = this.#host;
    const name = residents.nameOf(target) as ActorName;
    if (threadOf(name.key) === line.thread) {
      this.bring('fire', source, target, event, timer);
    } else if (timer.claim()) {
      // On its way to the coordinator it cannot be given up any more.
      this.#tellFired(residents.of(source).name.key, name, event, timer.name);
    }
  }

  /** Tells of a timer that has fired for somebody who takes no step here. */
  #tellFired(from: ActorKey, to: ActorName, event: EventObject, name: string): void {
    const { run, line } = this.#host;
    const timer = { name, event: this.#host.exact(undefined, to, event) };
    const fired = { kind: 'fire' as const, from, to: to.key, type: event.type, timer };
    line.reply({ reply: 'took', step: { ...fired, run, deeds: [], change: undefined } });
  }
}
