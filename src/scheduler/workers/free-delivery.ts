import type { AnyActorRef, EventObject } from 'xstate';
import type { Clock } from '../../clock/clock.js';
import { isChildReport, lifeStageOf, parentOf, type XStateSeam } from '../../system/xstate-seam.js';
import { type ActorKey, type ActorName, threadOf } from './actor-key.js';
import type { CoordinatorLine } from './coordinator-line.js';
import type { Deed } from './deed.js';
import { type FreeMail, FreeMailbox } from './free-mail.js';
import { type DueTimer, FreeTimers, type OwnDueTimer } from './free-timers.js';
import { fromWire } from './from-wire.js';
import type { Found, FreeStep, Mail } from './messages.js';
import type { PresentStep } from './present-step.js';
import type { Residents } from './residents.js';
import { TimerClaim } from './timer-claim.js';
import { toWire, type Wire } from './wire.js';

/** What the delivery of mail in a free run needs of the thread. */
export interface FreeDeliveryHost {
  readonly run: number;
  readonly line: CoordinatorLine;
  readonly residents: Residents;
  readonly seam: XStateSeam;
  readonly step: PresentStep;
  /** What the step under way found of names. */
  readonly found: Found;
  beginStep(actor: AnyActorRef, isOfMail: boolean): readonly Deed[];
  endStep(): void;
  exact(source: AnyActorRef | undefined, to: ActorName, event: EventObject): Wire;
}

/** In a free run, how events come to the actors of a thread and go from them to those of others. */
export class FreeDelivery {
  readonly #host: FreeDeliveryHost;
  readonly #mailbox: FreeMailbox;
  readonly #timers: FreeTimers;
  /** Mail for those who were created and not started yet. */
  #early: FreeMail[] = [];
  #epoch: number;
  /** What others have sent since all mail is sent anew. */
  readonly #ahead: Mail[] = [];
  readonly #postponed: (() => void)[] = [];

  constructor(host: FreeDeliveryHost, clock: Clock, epoch: number) {
    this.#host = host;
    this.#epoch = epoch;
    this.#mailbox = new FreeMailbox((mail) => this.#take(mail));
    this.#timers = new FreeTimers(clock);
  }

  get isPaused(): boolean {
    return this.#mailbox.isPaused;
  }

  /** Delivers nothing until it is resumed, and forgets all mail from before, which is sent anew. */
  pause(epoch: number): void {
    this.#epoch = epoch;
    this.#early = [];
    this.#timers.pause();
    this.#mailbox.pause();
  }

  /** Goes on: all mail was sent anew, and comes before what others have sent since. */
  resume(): void {
    for (const mail of this.#ahead.splice(0)) {
      this.#put(mail);
    }
    this.#mailbox.resume();
    this.#timers.resume();
    for (const work of this.#postponed.splice(0)) {
      work();
    }
  }

  /** Does what a task wants to be done between two steps when mail is delivered again. */
  whenResumed(work: () => void): void {
    this.#postponed.push(work);
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
  #put(mail: Mail, reporter?: ActorKey): void {
    const { residents, line } = this.#host;
    const { kind, from, to, event, timer } = mail;
    const actor = residents.living(to);
    if (actor === undefined) {
      tellOfDeadTimer(mail, line);
      return;
    }
    const claim = timer === undefined ? undefined : new TimerClaim(timer.claim);
    this.#mailbox.put({
      kind,
      from: from?.key,
      to: actor,
      event: fromWire(event, residents) as EventObject,
      timer: timer && { name: timer.name, claim: () => claim?.fire() === true, cell: timer.claim },
      reporter,
    });
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

  /** Sends what is for other threads. */
  sendOff(outgoing: readonly Mail[]): void {
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
    const { residents, line, run, step } = this.#host;
    const to = residents.nameOf(target)?.key;
    const sender = source ?? step.acting;
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
    const mail: Mail = { run, kind, from, to, event: wire, timer: undefined, epoch };
    if (!step.hold(mail)) {
      this.sendOff([mail]);
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
    this.#timers.set(key, id, delay, (timer) => this.#fire(source, target, event, timer));
  }

  /** Gives up the timer of a name; `false` where it has fired. */
  cancelTimer(sender: ActorKey, name: string): boolean {
    return this.#timers.cancel(sender, name);
  }

  /** Gives up all timers of an actor that ends; returns the names of those that had not fired. */
  cancelTimers(sender: ActorKey): readonly string[] {
    return this.#timers.cancelAll(sender);
  }

  close(): void {
    this.#timers.close();
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
        this.#tellFired(from, name, event, timer);
      }
      return;
    }
    const deeds = this.#host.beginStep(to, kind === 'deliver');
    if (kind === 'stop') {
      seam.stop(to);
    } else {
      seam.deliver(undefined, to, event);
    }
    const change = residents.changeOf(to);
    const fired = timer && this.#fired(name, event, timer);
    const step = {
      kind,
      from,
      to: name.key,
      type: event.type,
      timer: fired,
      deeds,
      change,
      found: this.#host.found,
    };
    line.reply({ run, reply: 'took', step });
    this.#host.endStep();
  }

  /** Brings the event of a timer that is due to its receiver, whose step it is to fire it. */
  #fire(source: AnyActorRef, target: AnyActorRef, event: EventObject, timer: OwnDueTimer): void {
    const { residents, line, run } = this.#host;
    const name = residents.nameOf(target) as ActorName;
    const thread = threadOf(name.key);
    if (thread === line.thread) {
      this.bring('fire', source, target, event, timer);
    } else if (thread !== undefined) {
      const sent = { name: timer.name, claim: timer.send().buffer };
      const from = residents.of(source).name;
      const wire = this.#host.exact(source, name, event);
      this.sendOff([{ run, kind: 'fire', from, to: name.key, event: wire, timer: sent, epoch: this.#epoch }]);
    } else if (timer.claim()) {
      // On its way to the coordinator it cannot be given up any more.
      this.#tellFired(residents.of(source).name.key, name, event, timer);
    }
  }

  /** Tells of a timer that has fired for somebody who takes no step here. */
  #tellFired(from: ActorKey, to: ActorName, event: EventObject, timer: DueTimer): void {
    const { run, line } = this.#host;
    const told = this.#fired(to, event, timer);
    const fired = { kind: 'fire' as const, from, to: to.key, type: event.type, timer: told };
    line.reply({ run, reply: 'took', step: { ...fired, deeds: [], change: undefined, found: undefined } });
  }

  #fired(to: ActorName, event: EventObject, { name, cell }: DueTimer): FreeStep['timer'] {
    return { name, event: this.#host.exact(undefined, to, event), claim: cell };
  }
}

/** Fires the timer of another thread for an actor that is here no more, and tells the coordinator of it. */
export function tellOfDeadTimer(
  { run, from, to, event, timer }: Mail,
  line: Pick<CoordinatorLine, 'reply'>,
): void {
  if (timer !== undefined && new TimerClaim(timer.claim).fire()) {
    const { type } = event.value as EventObject;
    const fired = {
      kind: 'fire' as const,
      from: from?.key,
      to,
      type,
      timer: { name: timer.name, event, claim: timer.claim },
    };
    line.reply({ run, reply: 'took', step: { ...fired, deeds: [], change: undefined, found: undefined } });
  }
}
