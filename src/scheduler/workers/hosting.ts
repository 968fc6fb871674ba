import { Subject } from 'rxjs';
import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import type { Endpoint, Envelope } from '../../bus/lane.js';
import { ActorRecord } from '../../system/actor-record.js';
import type { Timer } from '../../system/timer.js';
import type { ControlledSystem, CreatedActor } from '../../system/controlled-system.js';
import type { Decision } from '../../system/decision.js';
import { emitAs, onNameChange } from '../../system/thread-seam.js';
import { inputOf, lifeStageOf, parentOf, sourceNameOf, systemIdOf } from '../../system/xstate-seam.js';
import { ActorDirectory } from './actor-directory.js';
import type { ActorKey, ActorName } from './actor-key.js';
import type { Deed } from './deed.js';
import { DeedPlayer, type Stage } from './deed-player.js';
import { FreeRecord, type FreeActors, type Told } from './free-record.js';
import type { HostThread } from './host-thread.js';
import { fromWire } from './from-wire.js';
import { isMachine, type LogicSources } from './logic-source.js';
import type { Answer, FreeClock, FreeStep, News, Reply, Question } from './messages.js';
import { Mirror } from './mirror.js';
import type { Placement } from './placement.js';
import { ThreadCalls } from './thread-calls.js';
import type { RunOnThreads, ThreadPool } from './thread-pool.js';
import { toWire, type Wire, WireProblem } from './wire.js';
import { type Window, windowFrom } from './window.js';
import { HostingError, NotCloneableError, ThreadLostError, timerAcrossThreads } from './workers-errors.js';

export interface HostingOptions {
  readonly pool: ThreadPool;
  readonly placement: Placement;
  readonly modules: LogicSources;
  /** Whether what waits longest comes first. */
  readonly isFifo: boolean;
  /** The clock of a run in which each thread delivers its own mail; `undefined` in lockstep. */
  readonly freely: FreeClock | undefined;
}

/**
 * The actors of one run that live on threads, as the run's system sees them.
 *
 * For each there is an actor on the coordinator as well, its mirror: with its id, its parent and its ref, but without
 * its logic. A step of the mirror has the thread do the step, or takes what it did already, and does the same again
 * in the mirror's name. So bus, timers, lives and trace are those of one system on one thread.
 */
export class Hosting implements RunOnThreads, Stage, FreeActors {
  /** What is wrong with how the actors were to be put on threads; the run cannot go on. */
  #problem: { readonly error: unknown } | undefined;
  readonly #placement: Placement;
  readonly #directory = new ActorDirectory();
  readonly #calls: ThreadCalls;
  readonly #player: DeedPlayer;
  /** Tells that actors have ended between two decisions. */
  readonly wakeUps = new Subject<undefined>();
  readonly #isFifo: boolean;
  readonly #isFree: boolean;
  /** Puts what the threads of a free run tell in order. */
  #record: FreeRecord | undefined;
  /** What the coordinator's actors have sent to some who were not started yet. */
  readonly #unsent: Envelope[] = [];
  readonly #toldEarly: [number, Told][] = [];
  /** The step of a free run that is being recorded. */
  #did: FreeStep | undefined;
  /** Whether what a task on a thread sent is being recorded, which that thread delivers by itself. */
  #isTaking = false;
  /** Whether something is being asked of a thread. */
  #isAsking = false;
  readonly #losses = new Map<number, number>();
  #root: AnyActorRef | undefined;
  #system: ControlledSystem | undefined;
  /** The actor on a thread whose mirror is about to be created. */
  #expected: Extract<Deed, { readonly do: 'create' }> | undefined;
  #window: Window | undefined;
  /** The place in the window of the decision that is to be carried out. */
  #place: number | undefined;
  /** When each asynchronous task on a thread was started, in the order of starts. */
  readonly #taskStarts = new Map<ActorKey, number>();
  /** The events of such tasks that wait until all threads have looked at theirs. */
  #held: News[] | undefined;

  constructor({ pool, placement, modules, isFifo, freely }: HostingOptions) {
    this.#isFree = freely !== undefined;
    this.#isFifo = isFifo;
    this.#placement = placement;
    this.#player = new DeedPlayer(this);
    this.#calls = new ThreadCalls(
      pool,
      modules,
      freely,
      this.#directory,
      this,
      (thread, told) => this.#record?.tell(thread, told) ?? this.#toldEarly.push([thread, told]),
      (question) => this.#answer(question),
    );
  }

  // What the system asks of a scheduler.

  /** Puts a mirror in the place of an actor that is to live on a thread. */
  substitute({ ref, address, logic, taskKind, machines }: CreatedActor): AnyActorLogic | undefined {
    const parent = parentOf(ref);
    const expected = this.#expected;
    const source = sourceNameOf(ref);
    if (expected !== undefined) {
      this.#expected = undefined;
      return this.#childMirror(ref, expected, address);
    }
    if (parent === undefined) {
      this.#root = ref;
      this.#calls.machines = machines;
      onNameChange(ref, () => this.#calls.nameChanged());
    }
    const placed = { address, source, isChildOfRoot: parent === this.#root, isTask: taskKind !== undefined };
    const place = parent === undefined ? 'coordinator' : this.#placement.of(placed);
    const key = this.#directory.nextKey(place === 'coordinator' ? undefined : place);
    if (place === 'coordinator') {
      this.#directory.enter(ref, key, address, logic, undefined);
      return undefined;
    }
    const mirror = new Mirror(
      key,
      place,
      this.#lossesOf(place) + this.#calls.lossesOf(place),
      isMachine(logic) ? logic : undefined,
    );
    this.#directory.enter(ref, key, address, logic, mirror);
    return this.#mirrorLogic(mirror, logic, () => this.#create(ref, mirror));
  }

  /** Refuses an event that cannot go to the thread of its receiver. */
  admit(sender: Endpoint, receiver: AnyActorRef, event: EventObject): void {
    const entry = this.#directory.entryOf(receiver);
    if (entry?.mirror !== undefined && !this.#player.isPlaying) {
      this.#exact(event, 'event', sender.label, entry.name.address, event.type);
    }
  }

  /**
   * Has the step to be carried out next be taken on its thread, and begins those beside it.
   *
   * @returns `false` where that cannot be: a thread was lost, its actors have ended, and another decision is next
   */
  prepare(decision: Decision): boolean {
    this.#place = this.#window?.places.get(decision);
    if (this.#place === undefined) {
      this.#window = windowFrom(
        decision,
        this.#attached,
        this.#directory,
        ({ event, sender, to }) => this.#exact(event, 'event', sender.label, to, event.type),
        this.#isFifo,
      );
      this.#place = this.#window.places.get(decision);
      const window = this.#window;
      this.#guard(() => this.#calls.open(window));
    }
    if (this.#place !== undefined) {
      this.#guard(() => this.#calls.waitForStep(this.#place as number));
    }
    return !this.#endTheLost();
  }

  /** Gives the asynchronous tasks on threads their turn, and takes what they sent in the order of their starts. */
  async settle(): Promise<void> {
    this.#held = [];
    await this.#calls.settle();
    const held = this.#held;
    this.#held = undefined;
    const startOf = ({ from }: { readonly from?: ActorKey | undefined }): number =>
      (from === undefined ? undefined : this.#taskStarts.get(from)) ?? Number.POSITIVE_INFINITY;
    for (const news of held.sort((a, b) => startOf(a as never) - startOf(b as never))) {
      this.#take(news);
    }
  }

  attach(system: ControlledSystem): void {
    if (this.#system !== undefined) {
      return;
    }
    this.#system = system;
    if (this.#isFree) {
      const record = new FreeRecord(system, this);
      this.#record = record;
      for (const [thread, told] of this.#toldEarly.splice(0)) {
        record.tell(thread, told);
      }
      for (const envelope of system.bus.all()) {
        this.#sendOff(envelope);
      }
      system.bus.posted.subscribe((envelope) => this.#sendOff(envelope));
    }
  }

  // A free run.

  onReply(thread: HostThread, reply: Reply): void {
    this.#calls.hear(thread, reply);
    this.answerAll();
    this.wakeUps.next(undefined);
  }

  /** Answers what the threads have asked: what led to a question was told before it, and is recorded first. */
  answerAll(): void {
    if (this.#calls.isAsked) {
      this.#guard(() => {
        while (this.commitOne());
      });
      this.#calls.answerAll();
    }
  }

  /** Records one more of the steps that the threads took by themselves; `false` when there is none that can be. */
  commitOne(): boolean {
    return this.#record?.commitOne() === true;
  }

  find(key: ActorKey): AnyActorRef | undefined {
    return this.#directory.find(key);
  }

  commit(decision: Envelope | Timer, step: FreeStep): void {
    this.#did = step;
    this.#attached.apply(decision);
    this.#did = undefined;
  }

  take(news: News): void {
    this.#isTaking = true;
    this.#take(news);
    this.#isTaking = false;
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
  ownTimers(): Timer[] {
    const own = this.#attached
      .timers()
      .filter(({ sender }) => this.#entryOf(sender.ref)?.mirror === undefined);
    const across = own.find(({ receiver }) => this.#entryOf(receiver.ref)?.mirror !== undefined);
    if (across !== undefined) {
      throw timerAcrossThreads(across.sender.label, across.receiver.label);
    }
    return own;
  }

  /** Hands an envelope to the thread of its receiver, where none of the threads has done so. */
  #sendOff(envelope: Envelope): void {
    const { sender, receiver, kind } = envelope;
    const isTheirs = sender instanceof ActorRecord && this.#entryOf(sender.ref)?.mirror !== undefined;
    const mirror = receiver instanceof ActorRecord ? this.#entryOf(receiver.ref)?.mirror : undefined;
    if (isTheirs || this.#isTaking || mirror === undefined) {
      return;
    }
    if (this.isElsewhere(envelope)) {
      this.#mail(mirror.thread, kind === 'stop' ? 'stop' : 'deliver', envelope);
    } else {
      // Sent before its receiver was started, which comes next.
      this.#unsent.push(envelope);
    }
  }

  #mail(thread: number, kind: 'deliver' | 'stop', { sender, receiver, event }: Envelope): void {
    this.#calls.mail(thread, {
      kind,
      from: sender instanceof ActorRecord ? this.#entryOf(sender.ref)?.name : undefined,
      to: this.#entryOf((receiver as ActorRecord).ref)?.name.key as ActorKey,
      event: this.#exact(event, 'event', sender.label, receiver.label, event.type),
    });
  }

  get #attached(): ControlledSystem {
    if (this.#system === undefined) {
      throw new TypeError('the run has no system yet');
    }
    return this.#system;
  }

  /** How often a thread was lost, as far as its actors have ended for it. */
  #lossesOf(thread: number): number {
    return this.#losses.get(thread) ?? 0;
  }

  /** Ends the actors whose threads are gone, in error; those above before those below. */
  #endTheLost(): boolean {
    const lost = this.#calls.takeLost();
    for (const [thread, error] of lost) {
      // What other threads have taken of the window stands.
      this.#losses.set(thread, this.#lossesOf(thread) + 1);
      const addresses = [...this.#attached.actors()]
        .map(([address, ref]) => ({ address, entry: this.#directory.entryOf(ref) }))
        .filter(
          ({ entry }) => entry?.mirror?.thread === thread && entry.mirror.losses < this.#lossesOf(thread),
        )
        .sort((a, b) => (a.entry?.lineage.length ?? 0) - (b.entry?.lineage.length ?? 0))
        .map(({ address }) => address);
      for (const address of addresses) {
        for (const fault of this.#attached.faults('crash', address, error)) {
          this.#attached.apply(fault);
        }
      }
    }
    return lost.length > 0;
  }

  /** Throws what keeps the run from going on, if anything does: a HostingError where actors cannot be put on threads. */
  throwProblem(): void {
    if (this.#problem !== undefined) {
      throw this.#problem.error;
    }
  }

  /** @throws HostingError where an actor that was to be placed never came, which may be a slip of the pen */
  checkPlaces(): void {
    const [first] = this.#placement.unmatched;
    if (first !== undefined) {
      throw new HostingError(
        'ERR_PLACEMENT',
        `\`place\` names ${this.#placement.unmatched.join(', ')}, and no actor had such an address or logic; there were ${this.#placement.seen.join(', ')}`,
      );
    }
  }

  /** The run is over: its actors on the threads can go. */
  forget(): void {
    this.#calls.forget();
  }

  // What the threads say.

  onNews(news: News): void {
    if (news.news === 'settled') {
      this.#calls.settled(news.thread, news.round);
    } else if (this.#held === undefined) {
      this.#take(news);
    } else {
      this.#held.push(news);
    }
  }

  onLost(error: ThreadLostError): void {
    this.#calls.lose(error);
    this.#record?.forget(error.thread);
    // In the midst of a step the actors of the thread end when the step has ended.
    if (!this.#isAsking && this.#system !== undefined && this.#endTheLost()) {
      this.wakeUps.next(undefined);
    }
  }

  // What hosted actors do.

  refAt(key: ActorKey): AnyActorRef {
    return this.#directory.actorAt({ key });
  }

  revive(wire: Wire): unknown {
    return fromWire(wire, this.#directory);
  }

  expect(deed: Extract<Deed, { readonly do: 'create' }>): void {
    this.#expected = deed;
  }

  started(key: ActorKey): void {
    this.#taskStarts.set(key, this.#taskStarts.size);
  }

  block(ms: number): void {
    // In a free run the thread has stood still by itself.
    if (!this.#isFree) {
      this.#system?.clock.block(ms);
    }
  }

  #childMirror(
    ref: AnyActorRef,
    { key, task, parent }: Extract<Deed, { readonly do: 'create' }>,
    address: string,
  ): AnyActorLogic {
    const { thread, losses } = this.#mirrorAt(parent);
    const logic = this.#directory.logicOf(ref);
    const mirror = new Mirror(
      key,
      thread,
      losses,
      logic !== undefined && isMachine(logic) ? logic : undefined,
    );
    this.#placement.checkWithParent({ address, source: sourceNameOf(ref) }, thread);
    this.#directory.enter(ref, key, address, logic, mirror);
    const shown = logic ?? (task === undefined ? undefined : { config: namedFunction(task.name) });
    return this.#mirrorLogic(
      mirror,
      shown,
      () => mirror.change(this.#player.playCreation(key), this.#reviver),
      () => this.#player.playStart(key),
    );
  }

  /** Logic that does what its actor does on a thread. */
  #mirrorLogic(
    mirror: Mirror,
    shown: object | undefined,
    create: () => void,
    start: () => void = () => this.#start(mirror),
  ): AnyActorLogic {
    const logic: AnyActorLogic = {
      getInitialSnapshot: ({ defer }) => {
        create();
        defer(start);
        return mirror.snapshot as never;
      },
      transition: (_, event: EventObject) => {
        this.#step(mirror, event);
        return mirror.snapshot as never;
      },
      getPersistedSnapshot: (snapshot) => snapshot,
    };
    // Whoever asks for the source of a task finds the name of its function here.
    return Object.assign(logic, shown !== undefined && 'config' in shown ? { config: shown.config } : {});
  }

  #create(ref: AnyActorRef, mirror: Mirror): void {
    const entry = this.#directory.entryOf(ref);
    const parent = parentOf(ref);
    const above = parent === undefined ? undefined : this.#directory.entryOf(parent);
    if (entry === undefined || above === undefined) {
      throw new TypeError(`${ref.id} was not entered`);
    }
    const { name, ids, way } = entry;
    const input = this.#exact(inputOf(ref), 'input', above.name.address, name.address, 'the input');
    this.#guard(() => {
      const { deeds, change } = this.#calls.create(mirror.thread, {
        name,
        ids,
        way,
        input,
        parent: above.name,
        lineage: above.lineage,
        systemId: systemIdOf(ref),
        sessionId: ref.sessionId,
      });
      this.#player.play(deeds);
      mirror.change(change, this.#reviver);
    });
  }

  #start(mirror: Mirror): void {
    const error = this.#guard(() => {
      const started = this.#calls.start(mirror.thread, mirror.key);
      this.#player.play(started.deeds);
      return started.error;
    });
    for (const envelope of this.#unsent.splice(0)) {
      this.#sendOff(envelope);
    }
    if (error !== undefined) {
      throw this.revive(error);
    }
  }

  #step(mirror: Mirror, event: EventObject): void {
    const place = this.#place;
    this.#place = undefined;
    this.#guard(() => {
      const free = this.#did;
      if (free !== undefined) {
        this.#did = undefined;
        this.#player.play(free.deeds);
        if (free.change !== undefined) {
          mirror.change(free.change, this.#reviver);
        }
        return;
      }
      if (place === undefined) {
        throw new TypeError(`${event.type} to ${mirror.key} was not prepared`);
      }
      const { deeds, change } = this.#calls.stepAt(place);
      this.#player.play(deeds);
      mirror.change(change, this.#reviver);
    });
  }

  readonly #reviver = (wire: Wire): unknown => this.revive(wire);

  #mirrorAt(key: ActorKey): Mirror {
    const mirror = this.#directory.entryOf(this.refAt(key))?.mirror;
    if (mirror === undefined) {
      throw new TypeError(`${key} does not live on a thread`);
    }
    return mirror;
  }

  /** What a task on a thread sent or emitted between two steps. */
  #take(news: News): void {
    switch (news.news) {
      case 'sent': {
        const event = this.revive(news.event) as EventObject;
        const target = this.refAt(news.to);
        const source = news.from === undefined ? undefined : this.refAt(news.from);
        if (source === undefined) {
          this.#system?.send(target, event);
        } else if (!isOverdue(source, target)) {
          this.#system?.sendAs(source, target, event);
        }
        break;
      }
      case 'emitted':
        emitAs(this.refAt(news.from), this.revive(news.event) as EventObject);
        break;
      case 'settled':
        break;
    }
  }

  #answer(question: Question): Answer {
    const { system } = this.#root as AnyActorRef;
    switch (question.about) {
      case 'name': {
        const entry = this.#entryOf(system.get(question.systemId) as AnyActorRef | undefined);
        return { about: 'name', actor: entry?.name, lineage: entry?.lineage ?? [] };
      }
      case 'names': {
        const all = Object.entries(system.getAll() as Record<string, AnyActorRef>);
        const named = all.map(([systemId, ref]) => [systemId, this.#entryOf(ref)?.name] as const);
        return {
          about: 'names',
          actors: Object.fromEntries(named.filter((one): one is [string, ActorName] => one[1] !== undefined)),
        };
      }
      case 'snapshot': {
        const snapshot: unknown = this.refAt(question.key).getSnapshot();
        return {
          about: 'snapshot',
          snapshot: toWire(snapshot, this.#directory, 'likeness', 'snapshot'),
        };
      }
    }
  }

  #entryOf(ref: AnyActorRef | undefined) {
    return ref === undefined ? undefined : this.#directory.entryOf(ref);
  }

  #exact(value: unknown, path: string, sender: string, receiver: string, what: string): Wire {
    // A state that a child shows its parent may hold what no event could carry, and is not there to be used.
    const mode = what.startsWith('xstate.snapshot.') ? 'likeness' : 'exact';
    try {
      return toWire(value, this.#directory, mode, path);
    } catch (problem) {
      throw problem instanceof WireProblem
        ? new NotCloneableError(sender, receiver, what, problem.path, problem.what)
        : problem;
    }
  }

  /**
   * Remembers an error that is none of an actor's, but one of how the threads were set up, so that the run says so: an
   * actor of XState's takes everything that is thrown for its own.
   */
  #guard<T>(work: () => T): T {
    const before = this.#isAsking;
    this.#isAsking = true;
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ThreadLostError)) {
        this.#problem ??= { error };
      }
      throw error;
    } finally {
      this.#isAsking = before;
    }
  }
}

/** Whether a task was stopped before its word came: one that is told of its stop sends no more to itself or its parent. */
function isOverdue(task: AnyActorRef, target: AnyActorRef): boolean {
  const { status } = task.getSnapshot() as { readonly status: string };
  return status !== 'active' && (target === task || target === parentOf(task));
}

function namedFunction(name: string): () => undefined {
  return Object.defineProperty(() => undefined, 'name', { value: name === '(inline)' ? '' : name });
}
