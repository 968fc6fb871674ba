import { Subject } from 'rxjs';
import type { ActorRefFrom, AnyActorLogic, AnyActorRef, EventFromLogic, EventObject } from 'xstate';
import type { Address } from '../bus/address.js';
import { LaneBus } from '../bus/bus.js';
import type { DeadLetterReason } from '../bus/dead-letter.js';
import { createOutside, type Endpoint, Envelope, type EnvelopeKind } from '../bus/lane.js';
import type { Clock } from '../clock/clock.js';
import { ActorRecord, type RecordMemento } from './actor-record.js';
import { ActorRegistry } from './actor-registry.js';
import { functionNameOf, isSettlement, isSnapshotAll, type PendingTask } from './async-task.js';
import type { ControlledSystem, Quiescence, SystemOptions } from './controlled-system.js';
import type { Decision } from './decision.js';
import type { Effect, EndStatus } from './effect.js';
import { CrashError, Fault, type FaultKind } from './fault.js';
import type { Machines } from './machines.js';
import type { Finding } from './finding.js';
import type { SystemFailure } from './system-failure.js';
import type { SystemMemento } from './system-memento.js';
import type { Arrival, Emission, Step } from './step.js';
import { DecisionError, UnknownAddressError } from './system-errors.js';
import { Timer } from './timer.js';
import { TimerQueue } from './timer-queue.js';
import {
  type ActorInsides,
  childErrorOf,
  createSeam,
  isChildReport,
  lifeStageOf,
  logicOf,
  replaceLogic,
  sourceNameOf,
  statusOf,
  type XStateSeam,
} from './xstate-seam.js';
import type { RuntimeHooks } from './xstate-insides.js';

/**
 * Builds a controlled system from an unmodified logic; nothing has started yet.
 *
 * @example
 * ```ts
 * const system = createSystem(machine, { input, clock: createVirtualClock() });
 * system.start();
 * for (let next = system.next(); next !== undefined; next = system.next()) {
 *   system.apply(next);
 * }
 * ```
 */
export function createSystem<TLogic extends AnyActorLogic>(
  logic: TLogic,
  options: SystemOptions<TLogic>,
): ControlledSystem<TLogic> {
  return new SeamedSystem<TLogic>(logic, options);
}

class SeamedSystem<TLogic extends AnyActorLogic> implements ControlledSystem<TLogic>, RuntimeHooks {
  readonly bus = new LaneBus();
  readonly clock: Clock;
  readonly steps = new Subject<Step>();
  readonly arrivals = new Subject<Arrival>();
  readonly emitted = new Subject<Emission>();
  failure: SystemFailure | undefined;
  decisions = 0;
  canGoBack = true;

  readonly #seam: XStateSeam;
  readonly #substitute: SystemOptions<TLogic>['substitute'];
  readonly #machines: Machines;
  readonly #admit: SystemOptions<TLogic>['admit'];
  readonly #hasLateTimers: boolean;
  readonly #hasFreeTimers: boolean;
  readonly #givenUp: SystemOptions<TLogic>['givenUp'];
  readonly #registry = new ActorRegistry();
  readonly #timers = new TimerQueue();
  readonly #tasks = new Set<ActorRecord>();
  readonly #outside = createOutside();
  /** The reading of the clock that is the run's time 0. */
  readonly #origin: number;
  /** The time of the latest decision, as it began. */
  #time = 0;
  /** How long the clock had been blocked when the latest decision began. */
  #blockedBefore = 0;
  /** The actor whose step is being carried out. */
  #acting: ActorRecord | undefined;
  /** The decision that is being carried out; `undefined` between two, and while the root starts. */
  #decision: Decision | undefined;
  /** The actor that is being started during that step. */
  #starting: ActorRecord | undefined;
  #effects: Effect[] = [];
  /** The latest error report of a child, and the actor in which that error was thrown. */
  #reported: SystemFailure | undefined;

  constructor(logic: TLogic, options: SystemOptions<TLogic>) {
    const {
      clock,
      substitute,
      machines = 'interpreted',
      admit,
      lateTimers = false,
      freeTimers = false,
      givenUp,
      ...rest
    } = options;
    this.clock = clock;
    this.#substitute = substitute;
    this.#machines = machines;
    this.#admit = admit;
    this.#hasLateTimers = lateTimers;
    this.#hasFreeTimers = freeTimers;
    this.#givenUp = givenUp;
    this.#origin = clock.now();
    this.#blockedBefore = clock.blocked;
    this.#seam = createSeam(logic, this, { ...rest, machines, clock: timeoutsOf(clock) });
    this.#seam.root.subscribe({
      error: (error) => {
        const origin = this.#reported?.error === error ? this.#reported?.address : undefined;
        this.failure = { address: origin ?? this.#rootRecord.address, error };
      },
    });
  }

  get root(): ActorRefFrom<TLogic> {
    return this.#seam.root as ActorRefFrom<TLogic>;
  }

  get now(): number {
    return this.#acting === undefined ? this.#time : this.#time + this.clock.blocked - this.#blockedBefore;
  }

  get clockTime(): number {
    return Math.max(this.#time, this.clock.now() - this.#origin);
  }

  get nextDue(): number | undefined {
    const due = this.#timers.first?.due;
    return due === Number.POSITIVE_INFINITY ? undefined : due;
  }

  get hasPendingTasks(): boolean {
    return this.#tasks.size > 0;
  }

  start(): void {
    if (this.decisions > 0) {
      throw new DecisionError('the system has been started before', 'start each system once');
    }
    this.#perform(undefined, this.#rootRecord, 0);
  }

  enabled(): Decision[] {
    const decisions: Decision[] = this.bus.heads();
    const timer = this.#enabledTimer();
    if (timer !== undefined) {
      decisions.push(timer);
    }
    return decisions;
  }

  faults(kind: FaultKind, actor: AnyActorRef | Address, error?: unknown): Fault[] {
    const record = typeof actor === 'string' ? this.#registry.at(actor) : this.#registry.of(actor);
    if (record === undefined || lifeStageOf(record.ref) !== 'running') {
      return [];
    }
    if (kind === 'crash' || kind === 'restart') {
      const event = { type: kind };
      return [new Fault(kind, this.#outside, record, event, this.#time, undefined, error)];
    }
    return this.bus
      .heads()
      .filter((envelope) => envelope.receiver === record && isOrdinary(envelope))
      .map((envelope) => new Fault(kind, envelope.sender, record, envelope.event, envelope.time, envelope));
  }

  next(): Decision | undefined {
    return this.bus.oldest ?? this.#enabledTimer();
  }

  apply(decision: Decision, findings: readonly Finding[] = []): void {
    if (decision instanceof Timer) {
      const mayFire = this.#hasFreeTimers ? this.#timers.has(decision) : decision === this.#enabledTimer();
      if (!mayFire) {
        throw new DecisionError(`the timer ${decision.id} of ${decision.from} is not enabled`);
      }
      this.#timers.take(decision);
    } else if (decision instanceof Fault) {
      checkStillPossible(decision);
    } else {
      if (!decision.isHead) {
        throw new DecisionError(`envelope ${decision.seq} to ${decision.to} is not the head of its lane`);
      }
      this.bus.take(decision);
    }
    const receiver = decision.receiver as ActorRecord;
    this.#perform(decision, receiver, decision.time, findings);
    if (decision instanceof Envelope && this.bus.delivered.observed) {
      this.bus.delivered.next(decision);
    }
  }

  send(target: AnyActorRef | Address, event: EventObject): void {
    this.sendEvent(undefined, typeof target === 'string' ? this.#refAt(target) : target, event);
  }

  sendAs(source: AnyActorRef, target: AnyActorRef, event: EventObject): void {
    this.sendEvent(source, target, event);
  }

  sendToRoot(event: EventFromLogic<TLogic>): void {
    this.sendEvent(undefined, this.#seam.root, event);
  }

  stop(): void {
    this.stopActor(this.#seam.root);
  }

  actor(address: Address): AnyActorRef | undefined {
    return this.#registry.at(address)?.ref;
  }

  addressOf(actor: AnyActorRef): Address | undefined {
    return this.#registry.of(actor)?.address;
  }

  actors(): ReadonlyMap<Address, AnyActorRef> {
    return new Map([...this.#registry.all()].map((record) => [record.address, record.ref]));
  }

  living(): AnyActorRef[] {
    return [...this.#registry.living()].map(({ ref }) => ref);
  }

  timers(): Timer[] {
    return this.#timers.all();
  }

  quiescence(): Quiescence {
    const pendingTasks = [...this.#tasks].map(describeTask);
    const waitingEnvelopes = this.bus.waiting;
    const { nextDue } = this;
    return {
      isQuiet: waitingEnvelopes === 0 && nextDue === undefined && pendingTasks.length === 0,
      waitingEnvelopes,
      nextDue,
      pendingTasks,
    };
  }

  save(): SystemMemento {
    this.#checkCanGoBack();
    const registry = this.#registry.save();
    return {
      registry,
      records: registry.records.map((record) => record.save(this.#seam)),
      sessions: this.#seam.sessions,
      bus: this.bus.save(),
      timers: this.#timers.save(),
      time: this.#time,
      decisions: this.decisions,
      reported: this.#reported,
      failure: this.failure,
    };
  }

  restore(memento: SystemMemento): void {
    this.#checkCanGoBack();
    const { registry, records, sessions, bus, timers } = memento;
    // The bus first: its lanes hang on the endpoints that are there now.
    this.bus.restore(bus);
    this.#timers.restore(timers);
    if (!this.#registry.isAsIn(registry) || !this.#restoreStates(registry.records, records)) {
      this.#restoreActors(memento);
    }
    this.#seam.sessions = sessions;
    this.#time = memento.time;
    this.decisions = memento.decisions;
    this.#reported = memento.reported;
    this.failure = memento.failure;
    this.#effects = [];
  }

  /** Puts back the actors that have changed; `false` where one of them has to take or give up its place, too. */
  #restoreStates(records: readonly ActorRecord[], mementos: readonly RecordMemento[]): boolean {
    const changed: number[] = [];
    for (const [index, record] of records.entries()) {
      const now = record.save(this.#seam);
      const then = mementos[index] as RecordMemento;
      if (now !== then) {
        if (now.insides.stage !== then.insides.stage || now.insides.isNamed !== then.insides.isNamed) {
          return false;
        }
        changed.push(index);
      }
    }
    for (const index of changed) {
      const [record, then] = [records[index] as ActorRecord, mementos[index] as RecordMemento];
      record.restore(then);
      this.#seam.restoreState(record.ref, then.insides);
    }
    return true;
  }

  /** Puts back all actors, and who is there. */
  #restoreActors({ registry, records }: SystemMemento): void {
    const others = this.#registry.restore(registry);
    const insides = new Map<AnyActorRef, ActorInsides>();
    registry.records.forEach((record, index) => {
      const saved = records[index];
      if (saved !== undefined) {
        record.restore(saved);
        // Of the lives of a restarted actor the last counts, and in its place.
        insides.delete(record.ref);
        insides.set(record.ref, saved.insides);
      }
    });
    const gone = others.map(({ ref }) => ref).filter((ref) => !insides.has(ref));
    this.#seam.restore(insides, gone);
  }

  // What XState asks of its runtime.

  actorCreated(actor: AnyActorRef): void {
    const record = this.#registry.enter(actor);
    const { parent, address, label, taskKind } = record;
    const substitute = this.#substitute?.({
      ref: actor,
      address,
      label,
      logic: logicOf(actor),
      taskKind,
      machines: this.#machines,
    });
    if (substitute !== undefined) {
      replaceLogic(actor, substitute);
    }
    this.canGoBack &&= isSnapshotAll(logicOf(actor));
    if (parent !== undefined && hearsFromPredecessor(parent, record)) {
      this.#discard(
        parent,
        'sender-replaced',
        ({ sender, event }) => isPredecessor(sender, record) && isChildReport(event),
      );
    }
  }

  startActor(actor: AnyActorRef, start: () => void): void {
    const before = this.#starting;
    this.#starting = this.#recordOf(actor);
    try {
      start();
    } finally {
      this.#starting = before;
    }
  }

  actorStarted(actor: AnyActorRef): void {
    const record = this.#recordOf(actor);
    if (record.taskKind !== undefined) {
      this.#tasks.add(record);
    }
    if (this.steps.observed) {
      this.#effects.push({ kind: 'start', actor: record });
    }
  }

  actorEnded(actor: AnyActorRef): void {
    const record = this.#recordOf(actor);
    if (record.hasEnded) {
      return;
    }
    record.hasEnded = true;
    this.#tasks.delete(record);
    this.#registry.leave(record);
    if (this.steps.observed) {
      this.#effects.push({ kind: 'end', actor: record, status: endStatusOf(actor) });
    }
    this.#discard(record, 'receiver-ended', () => true);
  }

  sendEvent(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void {
    const receiver = this.#registry.of(target);
    if (receiver === undefined) {
      this.#seam.deliver(source, target, event);
      return;
    }
    const sender = this.#senderOf(source);
    this.#admit?.(sender, target, event);
    if (sender === receiver && isSettlement(event.type)) {
      this.#tasks.delete(receiver);
    }
    const thrown = childErrorOf(event);
    if (thrown !== undefined && this.#reported?.error !== thrown.error) {
      this.#reported = { address: sender.address, error: thrown.error };
    }
    this.#post(
      this.#acting === undefined && source !== undefined ? 'settle' : 'deliver',
      sender,
      receiver,
      event,
    );
  }

  stopActor(actor: AnyActorRef): void {
    const record = this.#recordOf(actor);
    if (record.isStopping) {
      return;
    }
    record.isStopping = true;
    this.#post('stop', record.parent ?? this.#outside, record, STOP);
  }

  scheduleTimer(
    source: AnyActorRef,
    target: AnyActorRef,
    event: EventObject,
    delay: number,
    id: string | undefined,
  ): void {
    const sender = this.#recordOf(source);
    const due = this.now + (delay > 0 ? delay : 0);
    const receiver = this.#recordOf(target);
    this.#admit?.(sender, target, event);
    const timer = this.#timers.set(sender, receiver, target, event, id, due, this.#cause);
    if (this.steps.observed) {
      this.#effects.push({ kind: 'set-timer', timer });
    }
  }

  cancelTimer(source: AnyActorRef, id: string): void {
    this.#giveUp(source, id);
  }

  cancelTimers(source: AnyActorRef): void {
    this.#giveUp(source, undefined);
  }

  #giveUp(source: AnyActorRef, id: string | undefined): void {
    const named = this.#timers.named(this.#recordOf(source), id);
    for (const timer of this.#givenUp?.(source, id, named, this.#effects.length) ?? named) {
      this.#timers.take(timer);
      if (this.steps.observed) {
        this.#effects.push({ kind: 'cancel-timer', timer });
      }
    }
  }

  scheduledEvents(): Record<string, unknown> {
    return Object.fromEntries(
      this.#timers.all().map(({ sender, target, event, id, due }) => {
        const source = sender.ref;
        return [
          `${source.sessionId}.${id}`,
          { source, target, event, id, delay: due - this.now, startedAt: this.now },
        ];
      }),
    );
  }

  emittedEvent(actor: AnyActorRef, event: EventObject): void {
    const record = this.#recordOf(actor);
    // What a task emits between two steps is no part of either, and nothing in the system can depend on it.
    if (this.#acting !== undefined) {
      this.#effects.push({ kind: 'emit', actor: record, event });
    }
    this.emitted.next({ time: this.now, address: record.address, event });
  }

  // Steps.

  get #rootRecord(): ActorRecord {
    return this.#recordOf(this.#seam.root);
  }

  /** The number of the decision being carried out; -1 between two. */
  get #cause(): number {
    return this.#acting === undefined ? -1 : this.decisions - 1;
  }

  #perform(
    decision: Decision | undefined,
    actor: ActorRecord,
    time: number,
    findings: readonly Finding[] = [],
  ): void {
    if (this.#acting !== undefined) {
      throw new DecisionError('a step is being carried out', 'apply the next decision when it has ended');
    }
    const index = this.decisions++;
    this.#time = Math.max(this.#time, time);
    this.#blockedBefore = this.clock.blocked;
    this.#acting = actor;
    this.#decision = decision;
    try {
      if (decision === undefined) {
        this.#seam.start();
      } else if (findings.length === 0) {
        this.#carryOut(decision, actor);
      } else {
        this.#effects.push(...findings.map((finding) => this.#effectOf(finding)));
        this.#seam.find(findings, () => this.#carryOut(decision, actor));
      }
    } finally {
      const end = this.now;
      if (end > this.#time) {
        this.#effects.push({ kind: 'block', ms: end - this.#time });
      }
      const start = this.#time;
      const effects = this.#effects;
      this.#time = end;
      this.#acting = undefined;
      this.#decision = undefined;
      if (effects.length > 0) {
        this.#effects = [];
      }
      if (this.steps.observed) {
        // An empty list goes on gathering: whoever keeps the step must not see what later ones add.
        this.steps.next({
          index,
          time: start,
          decision,
          actor,
          effects: effects === this.#effects ? [] : effects,
        });
      }
    }
  }

  #carryOut(decision: Decision, receiver: ActorRecord): void {
    const stage = lifeStageOf(receiver.ref);
    if (decision instanceof Fault) {
      this.#strike(decision, receiver);
    } else if (stage !== 'running') {
      const reason = stage === 'stopped' ? 'receiver-ended' : 'receiver-never-started';
      this.#postDead('deliver', decision.sender, receiver, decision.event, reason);
    } else if (decision.kind === 'stop') {
      this.#seam.stop(receiver.ref);
    } else {
      this.#seam.deliver(refOf(decision.sender), receiver.ref, decision.event);
    }
  }

  #effectOf(finding: Finding): Effect {
    switch (finding.about) {
      case 'name': {
        const { systemId, actor } = finding;
        return {
          kind: 'found-name',
          systemId,
          holder: actor === undefined ? 'nobody' : this.#recordOf(actor),
        };
      }
      case 'taken-name':
        return { kind: 'found-name', systemId: finding.systemId, holder: 'taken' };
      case 'state':
        return {
          kind: 'found-state',
          actor: this.#recordOf(finding.actor),
          snapshot: finding.snapshot,
        };
    }
  }

  #strike(fault: Fault, receiver: ActorRecord): void {
    const { kind, envelope, sender, event } = fault;
    switch (kind) {
      case 'drop':
        this.#discard(receiver, 'dropped', (waiting) => waiting === envelope);
        break;
      case 'duplicate':
        this.#seam.deliver(refOf(sender), receiver.ref, event);
        break;
      case 'crash':
        this.#seam.crash(receiver.ref, fault.error ?? new CrashError(receiver.address));
        break;
      case 'restart':
        this.#seam.restart(receiver.ref);
        break;
    }
  }

  /**
   * The timer that may fire now, if any. One that is due at the present moment may; one that is due later may
   * once nothing else is left to do and the clock has come to it; neither overtakes what its sender sent its
   * receiver before. With late timers the first may always fire: the clock is then taken to have come to it.
   */
  #enabledTimer(): Timer | undefined {
    const timer = this.#timers.first;
    if (timer === undefined || timer.receiver.lastBySender.has(timer.sender)) {
      return undefined;
    }
    if (this.#hasLateTimers) {
      return timer.due === Number.POSITIVE_INFINITY ? undefined : timer;
    }
    const isDue = timer.due <= this.#time;
    return isDue || (this.bus.waiting === 0 && timer.due <= this.clockTime) ? timer : undefined;
  }

  #senderOf(source: AnyActorRef | undefined): Endpoint {
    const record = source === undefined ? undefined : this.#registry.of(source);
    return record ?? this.#starting ?? this.#acting ?? this.#outside;
  }

  #post(kind: EnvelopeKind, sender: Endpoint, receiver: ActorRecord, event: EventObject): void {
    if (receiver.hasEnded) {
      this.#postDead(kind, sender, receiver, event, 'receiver-ended');
      return;
    }
    if (kind !== 'stop' && this.#isReportOfTheGone(sender, receiver, event)) {
      this.#postDead(kind, sender, receiver, event, 'sender-replaced');
      return;
    }
    if (this.#acting === undefined) {
      const envelope = this.bus.post(kind, sender, receiver, event, -1, this.clockTime);
      if (this.arrivals.observed) {
        this.arrivals.next({ after: this.decisions, envelope });
      }
    } else {
      const envelope = this.bus.post(kind, sender, receiver, event, this.decisions - 1, this.now);
      if (this.steps.observed) {
        this.#effects.push({ kind: 'send', envelope });
      }
    }
  }

  /**
   * Whether a child reports to a parent that has another child in its place, began a new life since it started
   * this one, or had told it to stop before it came to what it reports: in plain XState a stop ends timers and tasks at once, but what was sent before the
   * stop is handled before it, and may end the child.
   */
  #isReportOfTheGone(sender: Endpoint, receiver: ActorRecord, event: EventObject): boolean {
    if (!(sender instanceof ActorRecord) || sender.parent?.ref !== receiver.ref || !isChildReport(event)) {
      return false;
    }
    const handlesMail = this.#decision?.kind === 'deliver';
    return sender.isReplaced || sender.parent !== receiver || (sender.isStopping && !handlesMail);
  }

  #postDead(
    kind: EnvelopeKind,
    sender: Endpoint,
    receiver: ActorRecord,
    event: EventObject,
    reason: DeadLetterReason,
  ): void {
    const time = this.#acting === undefined ? this.clockTime : this.now;
    const letter = this.bus.postDead(kind, sender, receiver, event, this.#cause, time, reason);
    if (this.#acting !== undefined) {
      this.#effects.push({ kind: 'dead-letter', ...letter });
    }
  }

  #discard(receiver: ActorRecord, reason: DeadLetterReason, isDoomed: (envelope: Envelope) => boolean): void {
    for (const letter of this.bus.discard(receiver, reason, isDoomed)) {
      this.#effects.push({ kind: 'dead-letter', ...letter });
    }
  }

  #checkCanGoBack(): void {
    if (this.#acting !== undefined || !this.canGoBack) {
      throw new DecisionError(
        'the system cannot be saved or put back now',
        'ask canGoBack first, and do so between two decisions',
      );
    }
  }

  #refAt(address: Address): AnyActorRef {
    const record = this.#registry.at(address);
    if (record === undefined) {
      throw new UnknownAddressError(address, [...this.actors().keys()]);
    }
    return record.ref;
  }

  #recordOf(actor: AnyActorRef): ActorRecord {
    const record = this.#registry.of(actor);
    if (record === undefined) {
      throw new UnknownAddressError(actor.id, [...this.actors().keys()]);
    }
    return record;
  }
}

/** Whether one had, in an earlier life or as another actor, the place under the parent that the other has now. */
function isPredecessor(sender: Endpoint, record: ActorRecord): boolean {
  return sender instanceof ActorRecord && sender !== record && sender.path === record.path;
}

function hearsFromPredecessor(parent: ActorRecord, record: ActorRecord): boolean {
  for (const sender of parent.lastBySender.keys()) {
    if (isPredecessor(sender, record)) {
      return true;
    }
  }
  return false;
}

const STOP: EventObject = { type: 'xstate.stop' };

/** Whether an envelope is an event of the system's own, and none by which XState runs it. */
function isOrdinary({ kind, event }: Envelope): boolean {
  return kind === 'deliver' && !event.type.startsWith('xstate.');
}

function checkStillPossible({ kind, envelope, receiver }: Fault): void {
  if (receiver.hasEnded || envelope?.isHead === false) {
    throw new DecisionError(
      `a ${kind} cannot strike ${receiver.label} any more`,
      'apply only what faults() returned last',
    );
  }
}

function refOf(endpoint: Endpoint): AnyActorRef | undefined {
  return endpoint instanceof ActorRecord ? endpoint.ref : undefined;
}

function describeTask({ address, incarnation, taskKind, ref }: ActorRecord): PendingTask {
  const source = sourceNameOf(ref) ?? functionNameOf(logicOf(ref));
  return { address, incarnation, kind: taskKind ?? 'custom', source };
}

function endStatusOf(actor: AnyActorRef): EndStatus {
  const status = statusOf(actor);
  return status === 'done' || status === 'error' ? status : 'stopped';
}

/** The clock as custom actor logic finds it at `actor.clock`. */
function timeoutsOf(clock: Clock) {
  return {
    setTimeout: (work: () => void, delay: number) => clock.schedule(work, delay),
    clearTimeout: (id: unknown) => (id as { unsubscribe(): void } | undefined)?.unsubscribe(),
  };
}
