import { type AnyActorRef, type EventObject, fromTransition } from 'xstate';
import { asyncTaskKindOf, functionNameOf } from '../../system/async-task.js';
import {
  createActorUnder,
  giveSessionId,
  onceInitialized,
  replaceNamedActors,
  snapshotOf,
  sourceKeyOf,
  syncsSnapshot,
} from '../../system/thread-seam.js';
import {
  createSeam,
  inputOf,
  isChildReport,
  lifeStageOf,
  logicOf,
  parentOf,
  systemIdOf,
  type XStateSeam,
} from '../../system/xstate-seam.js';
import type { RuntimeHooks } from '../../system/xstate-insides.js';
import type { Clock } from '../../clock/clock.js';
import { type ActorKey, type ActorName, threadOf } from './actor-key.js';
import type { Deed } from './deed.js';
import { ErrorTable } from './error-table.js';
import { type DueTimer, type FreeMail, FreeMailbox } from './free-mail.js';
import { fromWire } from './from-wire.js';
import type { HostedLogics } from './hosted-logics.js';
import type { Answer, Birth, Delivery, Mail, News, Question, Reply, Step } from './messages.js';
import { type NameAnswer, type NameSource, NameView } from './name-view.js';
import { createRemoteRef, nameOfRemote, type RefHost } from './remote-ref.js';
import { OutputProblem, type SnapshotChange, SnapshotTeller } from './snapshot-change.js';
import { toWire, type Wire, WireProblem } from './wire.js';
import type { WireContext } from './wire-context.js';
import { WeakTable } from './weak-table.js';
import { HostingError, NotCloneableError, timerAcrossThreads } from './workers-errors.js';

/** How a thread speaks to the coordinator of a run. */
export interface CoordinatorLine {
  readonly thread: number;
  /** How often it has changed who has which system id. */
  readonly nameChanges: number;
  /** Asks in the midst of a step, and stands still until the answer has come. */
  ask(question: Extract<Reply, { readonly reply: 'question' }>): Answer;
  reply(reply: Reply): void;
  /** Hands an event to the thread of its receiver. */
  mail(thread: number, mail: Mail): void;
  tell(news: News): void;
}

/** What a thread knows of an actor that lives on it. */
interface Resident {
  readonly name: ActorName;
  /** The ids from the root to it, joined by slashes. */
  readonly ids: string;
  /** It and all above it. */
  readonly lineage: readonly ActorKey[];
  readonly teller: SnapshotTeller;
  /** The latest child of each id. */
  readonly children: Map<string, ActorKey>;
}

/**
 * The actors of one run that live on this thread.
 *
 * Each runs its own logic in an actor of XState's. What it does beside changing its state is written down, and done
 * in its name by the coordinator, which alone has bus, timers and trace.
 */
export class HostedSystem implements RuntimeHooks, NameSource, RefHost, WireContext {
  readonly errors: ErrorTable;
  readonly #run: number;
  readonly #line: CoordinatorLine;
  readonly #logics: HostedLogics;
  readonly #seam: XStateSeam;
  readonly #names: NameView;
  readonly #residents = new WeakMap<AnyActorRef, Resident>();
  /** The actors that live here. */
  readonly #living = new Map<ActorKey, AnyActorRef>();
  /** All whom somebody here holds: those that live here, did so, or live elsewhere. */
  readonly #refs = new WeakTable<AnyActorRef>();
  /** Whom the coordinator has created here. */
  #birth: Birth | undefined;
  /** Whom the coordinator has started here. */
  #starting: AnyActorRef | undefined;
  /** Those who were started; of the others the coordinator has to be told when they are stopped. */
  readonly #started = new WeakSet<AnyActorRef>();
  /** What is done in the present step; `undefined` between two. */
  #deeds: Deed[] | undefined;
  /** Whose step it is. */
  #acting: AnyActorRef | undefined;
  #index: number | undefined;
  /** What came of the steps of the present window that was not told yet. */
  #steps: Step[] = [];
  #created = 0;
  readonly #clock: Clock | undefined;

  /** In a free run, the mail of the actors that live here. */
  readonly #free: FreeMailbox | undefined;
  /** Mail for other threads, which goes off when the coordinator has been told of the step. */
  #outgoing: Mail[] = [];
  /** Those who were told to stop, while the stop is on its way. */
  readonly #stopping = new WeakSet<AnyActorRef>();
  #handlesMail = false;
  /** Mail for those who were created and not started yet. */
  #early: FreeMail[] = [];

  /** @param clock - of a free run, in which this thread delivers its own mail */
  constructor(run: number, logics: HostedLogics, line: CoordinatorLine, clock: Clock | undefined) {
    this.#clock = clock;
    this.#free = clock === undefined ? undefined : new FreeMailbox(clock, (mail) => this.#takeFreely(mail));
    this.#run = run;
    this.#line = line;
    this.#logics = logics;
    this.errors = new ErrorTable(`t${line.thread}`);
    this.#names = new NameView(this);
    this.#seam = createSeam(
      fromTransition((state: null) => state, null),
      this,
      {
        clock: {
          setTimeout: () => {
            throw new HostingError(
              'ERR_NOT_ACROSS_THREADS',
              'actor.clock is not to be had on a thread; use delayed events, or place the actor on the coordinator',
            );
          },
          clearTimeout: () => undefined,
        },
        logger: (...args) => this.#log(args),
      },
    );
    replaceNamedActors(this.#seam.root, this.#names);
  }

  get system(): AnyActorRef['system'] {
    return this.#seam.root.system;
  }

  // What the coordinator asks for.

  create(birth: Birth): Reply {
    const deeds = this.#beginRequest();
    const logic = this.#logics.find(birth.way);
    this.#birth = birth;
    if (birth.systemId !== undefined) {
      this.#names.free(birth.systemId);
    }
    const { name, parent, systemId, way, input } = birth;
    const ref = createActorUnder(this.actorAt(parent), logic, {
      id: name.id,
      systemId,
      src: way.at(-1)?.src,
      input: fromWire(input, this),
    });
    return { reply: 'created', deeds, change: this.#changeOf(ref) };
  }

  start(key: ActorKey): Reply {
    const deeds = this.#beginRequest();
    const actor = this.#livingAt(key);
    this.#starting = actor;
    this.#acting = actor;
    actor.start();
    const { status, error } = snapshotOf(actor) as { readonly status: string; readonly error?: unknown };
    return {
      reply: 'started',
      deeds,
      error: status === 'error' ? this.#likeness(error) : undefined,
    };
  }

  deliver(deliveries: readonly Delivery[], elsewhere: readonly (readonly [ActorKey, number])[]): Reply {
    this.#names.beginWindow(elsewhere);
    for (const delivery of deliveries) {
      const actor = this.#living.get(delivery.to);
      if (actor !== undefined && lifeStageOf(actor) === 'running' && !this.#isSuperseded(actor, delivery)) {
        this.#take(actor, delivery);
      }
    }
    return this.#toldSteps(true);
  }

  /** Ends a request, whatever came of it. */
  endRequest(): void {
    this.#deeds = undefined;
    this.#acting = undefined;
    this.#starting = undefined;
    this.#birth = undefined;
    this.#index = undefined;
    this.#steps = [];
    this.#sendOff();
  }

  /** An event that another thread has sent to an actor of this one. */
  receive({ kind, from, to, event }: Mail): void {
    const actor = this.#living.get(to);
    if (actor !== undefined) {
      this.#free?.put({ kind, from: from?.key, to: actor, event: fromWire(event, this) as EventObject });
    }
  }

  /** The run is over. */
  close(): void {
    this.#free?.close();
  }

  block(ms: number): void {
    this.#clock?.block(ms);
    this.#deeds?.push({ do: 'block', ms });
  }

  #beginRequest(): Deed[] {
    const deeds: Deed[] = [];
    this.#names.beginWindow([]);
    this.#deeds = deeds;
    return deeds;
  }

  #take(actor: AnyActorRef, { index, event }: Delivery): void {
    const deeds: Deed[] = [];
    this.#deeds = deeds;
    this.#acting = actor;
    this.#index = index;
    this.#names.beginStep(index);
    if (event === undefined) {
      this.#seam.stop(actor);
    } else {
      this.#seam.deliver(undefined, actor, fromWire(event, this) as EventObject);
    }
    this.#steps.push({ index, deeds, change: this.#changeOf(actor) });
  }

  /** Lets an event arrive that it was this thread's to deliver, and tells the coordinator of it. */
  #takeFreely({ kind, from, to, event, timer, reporter }: FreeMail): void {
    const stage = lifeStageOf(to);
    if (stage === 'not-started') {
      // It was created, and its parent is about to start it.
      this.#early.push({ kind, from, to, event, timer, reporter });
      return;
    }
    if (timer?.claim() === false || this.#isSuperseded(to, { reporter })) {
      return;
    }
    if (stage === 'stopped') {
      if (timer !== undefined && from !== undefined) {
        this.#tellFired(from, this.#residentOf(to).name, event, timer.name);
      }
      return;
    }
    const deeds = this.#beginRequest();
    this.#acting = to;
    this.#handlesMail = kind === 'deliver';
    if (kind === 'stop') {
      this.#seam.stop(to);
    } else {
      this.#seam.deliver(undefined, to, event);
    }
    const { key } = this.#residentOf(to).name;
    const change = this.#changeOf(to);
    const step = {
      run: this.#run,
      kind,
      from,
      to: key,
      type: event.type,
      timer: timer && { name: timer.name, event: this.#exact(undefined, this.#residentOf(to).name, event) },
      deeds,
      change,
    };
    this.#line.reply({ reply: 'took', step });
    this.endRequest();
    this.#handlesMail = false;
  }

  /** Sends what is for other threads, whose coordinator has been told of the step by now. */
  #sendOff(): void {
    const outgoing = this.#outgoing;
    this.#outgoing = [];
    for (const mail of outgoing) {
      this.#line.mail(threadOf(mail.to) as number, mail);
    }
  }

  /** In a free run: brings an event to its receiver, unless that is the coordinator's, which sees it by the step. */
  #bring(
    kind: FreeMail['kind'],
    source: AnyActorRef | undefined,
    target: AnyActorRef,
    event: EventObject,
    timer?: DueTimer,
  ): void {
    const to = this.nameOf(target)?.key;
    const sender = source ?? this.#acting;
    const from = sender === undefined ? undefined : this.nameOf(sender);
    const thread = to === undefined ? undefined : threadOf(to);
    if (this.#free === undefined || to === undefined || thread === undefined) {
      return;
    }
    if (thread === this.#line.thread) {
      const isReport = sender !== undefined && parentOf(sender) === target && isChildReport(event);
      this.#free.put({
        kind,
        from: from?.key,
        to: target,
        event,
        timer,
        reporter: isReport ? from?.key : undefined,
      });
      return;
    }
    const wire = toWire(event, this, 'exact', 'event');
    this.#outgoing.push({
      run: this.#run,
      kind: kind === 'stop' ? 'stop' : 'deliver',
      from,
      to,
      event: wire,
    });
    if (this.#deeds === undefined) {
      this.#sendOff();
    }
  }

  /**
   * Whether an event is the report of a child in whose place there is another by now. On one thread it would have
   * been discarded when the other was created; here that may have been a step ago.
   */
  #isSuperseded(parent: AnyActorRef, { reporter }: Pick<Delivery, 'reporter'>): boolean {
    const child = reporter === undefined ? undefined : this.#refs.get(reporter);
    return child !== undefined && this.#residents.get(parent)?.children.get(child.id) !== reporter;
  }

  #toldSteps(isLast: boolean): Reply {
    const steps = this.#steps;
    this.#steps = [];
    return { reply: 'did', steps, isLast };
  }

  #changeOf(actor: AnyActorRef): SnapshotChange {
    const { teller, name } = this.#residentOf(actor);
    const snapshot = snapshotOf(actor) as Readonly<Record<string, unknown>>;
    try {
      return teller.tell(snapshot);
    } catch (problem) {
      if (!(problem instanceof OutputProblem)) {
        throw problem;
      }
      const parent = parentOf(actor);
      const error = new NotCloneableError(
        name.address,
        parent === undefined ? 'its parent' : this.#addressOf(parent),
        `xstate.done.actor.${name.id}`,
        problem.path,
        problem.what,
      );
      return teller.tell({ ...snapshot, status: 'error', output: undefined, error });
    }
  }

  // What XState asks of its runtime.

  actorCreated(actor: AnyActorRef): void {
    const parent = parentOf(actor);
    if (parent === undefined) {
      return;
    }
    const birth = this.#birth;
    this.#birth = undefined;
    if (birth === undefined) {
      this.#enterChild(actor, parent);
    } else {
      giveSessionId(actor, birth.sessionId);
      this.#enter(actor, birth.name, birth.ids, [birth.name.key, ...birth.lineage]);
    }
  }

  startActor(actor: AnyActorRef, start: () => void): void {
    if (actor === this.#starting || this.#deeds === undefined || lifeStageOf(actor) !== 'not-started') {
      start();
      return;
    }
    const { key } = this.#residentOf(actor).name;
    this.#deeds.push({ do: 'start', key });
    start();
    const { status, error } = snapshotOf(actor) as { readonly status: string; readonly error?: unknown };
    this.#deeds.push({
      do: 'started',
      key,
      ...(status === 'error' ? { error: this.#likeness(error) } : {}),
    });
  }

  actorStarted(actor: AnyActorRef): void {
    this.#started.add(actor);
    const early = this.#early.filter(({ to }) => to === actor);
    if (early.length > 0) {
      this.#early = this.#early.filter(({ to }) => to !== actor);
      for (const mail of early) {
        this.#free?.put(mail);
      }
    }
  }

  actorEnded(actor: AnyActorRef): void {
    const resident = this.#residents.get(actor);
    if (resident === undefined) {
      return;
    }
    if (!this.#started.has(actor)) {
      this.#deeds?.push({ do: 'stop', key: resident.name.key });
    }
    this.#living.delete(resident.name.key);
  }

  sendEvent(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void {
    const to = this.nameOf(target);
    if (to === undefined) {
      this.#seam.deliver(source, target, event);
      return;
    }
    if (source !== undefined && this.#isTheRuntimesOwn(source, target, event)) {
      // A child that was told to stop reports only what mail led to.
      if (!this.#stopping.has(source) || this.#handlesMail) {
        this.#bring('deliver', source, target, event);
      }
      return;
    }
    const from = source === undefined ? undefined : this.nameOf(source)?.key;
    const wire = this.#exact(source, to, event);
    if (this.#deeds === undefined) {
      this.#tell({ news: 'sent', run: this.#run, from, to: to.key, event: wire });
    } else {
      this.#deeds.push({ do: 'send', from, to: to.key, event: wire });
    }
    this.#bring('deliver', source, target, event);
  }

  stopActor(actor: AnyActorRef): void {
    this.#deeds?.push({ do: 'stop', key: this.#residentOf(actor).name.key });
    if (!this.#stopping.has(actor)) {
      this.#stopping.add(actor);
      this.#bring('stop', parentOf(actor), actor, { type: 'xstate.stop' });
    }
  }

  scheduleTimer(
    source: AnyActorRef,
    target: AnyActorRef,
    event: EventObject,
    delay: number,
    id: string | undefined,
  ): void {
    const to = this.nameOf(target);
    if (to === undefined) {
      throw new HostingError(
        'ERR_NOT_ACROSS_THREADS',
        `${this.#addressOf(source)} sets a timer for an actor of another system`,
      );
    }
    const thread = threadOf(to.key);
    if (this.#free !== undefined && thread !== undefined && thread !== this.#line.thread) {
      throw timerAcrossThreads(this.#addressOf(source), to.address);
    }
    this.#deeds?.push({
      do: 'set-timer',
      from: this.#residentOf(source).name.key,
      to: to.key,
      event: this.#exact(source, to, event),
      delay,
      id,
    });
    const { key } = this.#residentOf(source).name;
    this.#free?.setTimer(key, id, delay, (timer) => this.#fire(source, target, event, timer));
  }

  /** Brings the event of a timer that is due to its receiver, whose step it is to fire it. */
  #fire(source: AnyActorRef, target: AnyActorRef, event: EventObject, timer: DueTimer): void {
    const name = this.nameOf(target) as ActorName;
    if (threadOf(name.key) === this.#line.thread) {
      this.#bring('fire', source, target, event, timer);
    } else if (timer.claim()) {
      // On its way to the coordinator it cannot be given up any more.
      this.#tellFired(this.#residentOf(source).name.key, name, event, timer.name);
    }
  }

  /** Tells of a timer that has fired for somebody who takes no step here. */
  #tellFired(from: ActorKey, to: ActorName, event: EventObject, name: string): void {
    const timer = { name, event: this.#exact(undefined, to, event) };
    const fired = { kind: 'fire' as const, from, to: to.key, type: event.type, timer };
    this.#line.reply({ reply: 'took', step: { ...fired, run: this.#run, deeds: [], change: undefined } });
  }

  cancelTimer(source: AnyActorRef, id: string): void {
    const { key } = this.#residentOf(source).name;
    if (this.#free === undefined || this.#free.cancelTimer(key, id)) {
      this.#deeds?.push({ do: 'cancel-timer', from: key, id });
    }
  }

  cancelTimers(source: AnyActorRef): void {
    // On the coordinator an actor that ends loses its timers as well.
    this.#free?.cancelTimers(this.#residentOf(source).name.key);
  }

  scheduledEvents(): Record<string, unknown> {
    throw new HostingError(
      'ERR_NOT_ACROSS_THREADS',
      'the timers of a system cannot be looked at from a thread; place the actor on the coordinator',
    );
  }

  emittedEvent(actor: AnyActorRef, event: EventObject): void {
    const { name } = this.#residentOf(actor);
    const wire = this.#exact(actor, { ...name, address: 'those who listen' }, event);
    if (this.#deeds === undefined) {
      this.#tell({ news: 'emitted', run: this.#run, from: name.key, event: wire });
    } else {
      this.#deeds.push({ do: 'emit', from: name.key, event: wire });
    }
  }

  // Names and refs.

  get isFree(): boolean {
    return this.#free !== undefined;
  }

  get changes(): number {
    return this.#line.nameChanges;
  }

  askName(systemId: string): NameAnswer {
    const answer = this.#ask({ about: 'name', systemId });
    if (answer.about !== 'name') {
      throw new TypeError('the coordinator answered another question');
    }
    const { actor, lineage } = answer;
    return { actor: actor === undefined ? undefined : this.actorAt(actor), lineage };
  }

  askNames(): Record<string, AnyActorRef> {
    const answer = this.#ask({ about: 'names' });
    return answer.about === 'names'
      ? Object.fromEntries(Object.entries(answer.actors).map(([id, name]) => [id, this.actorAt(name)]))
      : {};
  }

  snapshotElsewhere(key: ActorKey): unknown {
    const answer = this.#ask({ about: 'snapshot', key });
    return answer.about === 'snapshot' ? fromWire(answer.snapshot, this) : undefined;
  }

  released(actor: AnyActorRef): void {
    if (lifeStageOf(actor) !== 'stopped') {
      this.#deeds?.push({ do: 'release-name', key: this.#residentOf(actor).name.key });
    }
  }

  nameOf(value: object): ActorName | undefined {
    return nameOfRemote(value) ?? this.#residents.get(value as AnyActorRef)?.name;
  }

  actorAt(name: ActorName): AnyActorRef {
    const known = this.#refs.get(name.key);
    if (known !== undefined) {
      return known;
    }
    const ref = createRemoteRef(name, this);
    this.#refs.set(name.key, ref);
    return ref;
  }

  #ask(question: Question): Answer {
    if (this.#deeds === undefined) {
      throw new HostingError(
        'ERR_NOT_ACROSS_THREADS',
        'an asynchronous task on a thread cannot look at actors elsewhere; give it what it needs as input',
      );
    }
    if (this.#steps.length > 0) {
      this.#line.reply(this.#toldSteps(false));
    }
    return this.#line.ask({ reply: 'question', run: this.#run, index: this.#index, question });
  }

  #enterChild(actor: AnyActorRef, parent: AnyActorRef): void {
    const above = this.#residentOf(parent);
    const key = `t${this.#line.thread}:${++this.#created}`;
    const ids = `${above.ids}/${actor.id}`;
    const systemId = systemIdOf(actor);
    this.#enter(actor, { key, id: actor.id, address: systemId ?? ids }, ids, [key, ...above.lineage]);
    above.children.set(actor.id, key);
    const logic = logicOf(actor);
    const kind = asyncTaskKindOf(logic);
    this.#deeds?.push({
      do: 'create',
      key,
      parent: above.name.key,
      id: actor.id,
      systemId,
      src: sourceKeyOf(actor),
      input: this.#likeness(inputOf(actor)),
      task: kind === undefined ? undefined : { kind, name: functionNameOf(logic) },
      syncSnapshot: syncsSnapshot(actor),
    });
    onceInitialized(actor, () => this.#deeds?.push({ do: 'created', key, change: this.#changeOf(actor) }));
  }

  #enter(actor: AnyActorRef, name: ActorName, ids: string, lineage: readonly ActorKey[]): void {
    this.#residents.set(actor, {
      name,
      ids,
      lineage,
      teller: new SnapshotTeller(this),
      children: new Map(),
    });
    this.#living.set(name.key, actor);
    this.#refs.set(name.key, actor);
  }

  #residentOf(actor: AnyActorRef): Resident {
    const resident = this.#residents.get(actor);
    if (resident === undefined) {
      throw new TypeError(`${actor.id} does not live on this thread`);
    }
    return resident;
  }

  #livingAt(key: ActorKey): AnyActorRef {
    const actor = this.#living.get(key);
    if (actor === undefined) {
      throw new TypeError(`no actor ${key} lives on this thread`);
    }
    return actor;
  }

  /** Tells of what a task did between two steps; in a free run in one line with the steps. */
  #tell(news: News): void {
    if (this.#free === undefined) {
      this.#line.tell(news);
    } else {
      this.#line.reply({ reply: 'news', news });
    }
  }

  #addressOf(actor: AnyActorRef): string {
    return this.nameOf(actor)?.address ?? actor.id;
  }

  /** Whether XState sends an event in the coordinator's own actor as well: how a child ended, or each of its states. */
  #isTheRuntimesOwn(source: AnyActorRef, target: AnyActorRef, event: EventObject): boolean {
    return (
      parentOf(source) === target &&
      isChildReport(event) &&
      (lifeStageOf(source) === 'stopped' || event.type === `xstate.snapshot.${source.id}`)
    );
  }

  #log(args: readonly unknown[]): void {
    const from = this.#acting;
    if (from !== undefined) {
      this.#deeds?.push({ do: 'log', from: this.#residentOf(from).name.key, args: this.#likeness(args) });
    }
  }

  #exact(source: AnyActorRef | undefined, to: ActorName, event: EventObject): Wire {
    try {
      return toWire(event, this, 'exact', 'event');
    } catch (problem) {
      if (!(problem instanceof WireProblem)) {
        throw problem;
      }
      const sender = source ?? this.#acting;
      throw new NotCloneableError(
        sender === undefined ? 'a task' : this.#addressOf(sender),
        to.address,
        event.type,
        problem.path,
        problem.what,
      );
    }
  }

  #likeness(value: unknown): Wire {
    return toWire(value, this, 'likeness', 'value');
  }
}
