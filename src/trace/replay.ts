import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import { createVirtualClock, type VirtualClock } from '../clock/virtual-clock.js';
import { type Outcome, outcomeOf } from '../scheduler/scheduler.js';
import type { ActorRecord } from '../system/actor-record.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Decision } from '../system/decision.js';
import type { Machines } from '../system/machines.js';
import { createSystem } from '../system/seamed-system.js';
import { Timer } from '../system/timer.js';
import { isChildReport, parentOf } from '../system/xstate-seam.js';
import { type AddressOf, canonicalJson, reviveCanonical } from './canonical-json.js';
import { firstDifference } from './first-difference.js';
import { parseTraceHeader, parseTraceLine, type TraceLines } from './read-trace.js';
import { findingsIn } from './recorded-finding.js';
import { standInFor } from './recorded-task.js';
import { ReplayDivergence, TraceError } from './trace-errors.js';
import type {
  TraceArrival,
  TraceEffect,
  TraceHeader,
  TraceState,
  TraceStep,
  TraceSummary,
} from './trace-format.js';
import { TraceLineWriter } from './trace-line.js';
import { addressesIn } from './trace-recorder.js';

/** A system to be run again: its logic, and its input unless that is to come from the trace. */
export interface ReplaySubject {
  readonly logic: AnyActorLogic;
  readonly input?: unknown;
  /** How its machines take their transitions, which no trace tells; `interpreted` unless given. */
  readonly machines?: Machines;
}

export interface ReplayResult {
  readonly header: TraceHeader;
  readonly summary: TraceSummary;
  readonly outcome: Outcome;
  readonly system: ControlledSystem;
}

/** How a replay is watched. */
export interface ReplayOptions {
  /** Given the system before it starts. */
  readonly onSystem?: (system: ControlledSystem) => void | Promise<void>;
  /** Waits until it is time for what happened at a time, in milliseconds of the run; at once unless given. */
  readonly pace?: (time: number) => Promise<void> | undefined;
}

/**
 * Runs the schedule of a trace again, on a virtual clock, and holds every step against the recording.
 *
 * Events from outside and the results of asynchronous tasks (promises, callbacks, observables) come from the
 * trace; nothing is asked of the outside again.
 *
 * @param lines - the trace; it is run while it is read, so check it by {@link verifyTrace} before.
 * @param build - makes the system of which the trace's first line speaks, given the clock it will run on.
 * @throws {@link ReplayDivergence} at the first step that is not enabled or comes out otherwise.
 * @throws {@link TraceError} where the trace is none, of another version, or cut off.
 */
export async function replayTrace(
  lines: TraceLines,
  build: (header: TraceHeader, clock: VirtualClock) => ReplaySubject,
  { onSystem, pace }: ReplayOptions = {},
): Promise<ReplayResult> {
  let replayer: Replayer | undefined;
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber++;
    if (replayer === undefined) {
      replayer = new Replayer(parseTraceHeader(line), build);
      await onSystem?.(replayer.system);
      continue;
    }
    const entry = parseTraceLine(line, lineNumber);
    if ('end' in entry) {
      return replayer.result(entry);
    }
    await pace?.(entry.time);
    if ('arrival' in entry) {
      replayer.arrive(entry, line);
    } else {
      replayer.step(entry, line);
    }
  }
  throw new TraceError('cut-off', `cut off behind line ${lineNumber}: its last line is missing`);
}

/** How many of those who have ended a replay still knows. */
const MOST_ENDED = 1000;

class Replayer {
  readonly #header: TraceHeader;
  readonly #clock = createVirtualClock();
  readonly system: ControlledSystem;
  readonly #addressOf: AddressOf;
  readonly #lines: TraceLineWriter;
  /** The actors that live, each incarnation by its own label; an address alone names the latest. */
  readonly #living = new Map<string, AnyActorRef>();
  readonly #labels = new WeakMap<AnyActorRef, string>();
  /** Those who ended last: in a free run they may have been found by others before. */
  readonly #ended = new Map<string, AnyActorRef>();
  /** What the recording says of the step under way. */
  #recorded: TraceStep | undefined;
  /** The highest number of an envelope in the lines so far. */
  #lastSeq = 0;
  #actualLine = '';

  constructor(header: TraceHeader, build: (header: TraceHeader, clock: VirtualClock) => ReplaySubject) {
    this.#header = header;
    const {
      logic,
      input = reviveCanonical(header.input, () => undefined),
      ...rest
    } = build(header, this.#clock);
    this.system = createSystem(logic, {
      clock: this.#clock,
      id: header.system,
      ...(header.systemId === undefined ? {} : { systemId: header.systemId }),
      input,
      ...(rest.machines === undefined ? {} : { machines: rest.machines }),
      freeTimers: isFree(header),
      ...(isFree(header) ? { givenUp: (sender, id, _, place) => this.#givenUp(sender, id, place) } : {}),
      substitute: (actor) => {
        this.#living.set(actor.label, actor.ref);
        this.#labels.set(actor.ref, actor.label);
        return standInFor(actor, (label, self, emit) => this.#performRecorded(label, self, emit));
      },
    });
    this.#addressOf = addressesIn(this.system);
    this.#lines = new TraceLineWriter(this.#addressOf);
    this.system.steps.subscribe((step) => {
      this.#actualLine = this.#lines.step(step);
      for (const effect of step.effects) {
        if (effect.kind === 'end') {
          this.#end(effect.actor);
        }
      }
    });
    this.system.arrivals.subscribe((arrival) => {
      this.#actualLine = this.#lines.arrival(arrival);
    });
  }

  step(expected: TraceStep, line: string): void {
    this.#moveClockTo(expected.time);
    this.#recorded = expected;
    if (expected.do === 'start') {
      this.system.start();
    } else {
      this.system.apply(
        this.#find(expected),
        findingsIn(expected, (label) => this.#refAt(label) ?? this.#ended.get(label)),
      );
    }
    this.#compare(`step ${expected.step}`, expected.step, expected, line);
    for (const effect of expected.effects) {
      if (effect.effect === 'send' || effect.effect === 'dead-letter') {
        this.#lastSeq = Math.max(this.#lastSeq, effect.seq);
      }
    }
  }

  arrive(expected: TraceArrival, line: string): void {
    this.#moveClockTo(expected.time);
    const receiver = this.#refAt(expected.to);
    const sender = this.#refAt(expected.from);
    if (expected.do === 'stop') {
      this.system.stop();
    } else if (receiver === undefined) {
      this.#diverge(expected.after, line, `${expected.to} does not live`, `arrival ${expected.arrival}`);
    } else if (sender === undefined) {
      this.system.send(receiver, this.#revive(expected.event));
    } else {
      this.system.sendAs(sender, receiver, this.#revive(expected.event));
    }
    this.#compare(`arrival ${expected.arrival}`, expected.after, expected, line);
    this.#lastSeq = expected.arrival;
  }

  result(summary: TraceSummary): ReplayResult {
    const outcome = outcomeOf(this.system, summary.status === 'waiting' ? 'waiting' : 'at-rest');
    return { header: this.#header, summary, outcome, system: this.system };
  }

  #end({ label, ref }: ActorRecord): void {
    this.#living.delete(label);
    if (isFree(this.#header)) {
      this.#ended.set(label, ref);
      const [oldest] = this.#ended.keys();
      if (this.#ended.size > MOST_ENDED && oldest !== undefined) {
        this.#ended.delete(oldest);
      }
    }
  }

  #find(expected: TraceStep): Decision {
    const fault = this.#faultOf(expected);
    if (fault !== undefined) {
      return fault;
    }
    // In a free run any timer may have been the next to fire.
    const enabled = isFree(this.#header)
      ? [...this.system.bus.heads(), ...this.system.timers()]
      : this.system.enabled();
    const found = enabled.find((decision) => {
      const isSame = decision.kind === expected.do && decision.sender.label === expected.from;
      return decision instanceof Timer
        ? isSame && decision.id === expected.timer && this.#isTheOne(decision, expected)
        : isSame && decision.receiver.label === expected.to;
    });
    if (found === undefined) {
      const wanted = describe(expected.do, expected.event?.type, expected.from, expected.to);
      const list = enabled.map(({ kind, event, sender, receiver }) =>
        describe(kind, event.type, sender.label, receiver.label),
      );
      throw new ReplayDivergence(
        expected.step,
        wanted,
        list.join('; '),
        `step ${expected.step}: the recording has "${wanted}", which is not enabled; ${list.length === 0 ? 'nothing is' : `enabled: ${list.join('; ')}`}`,
      );
    }
    return found;
  }

  /** The crash of an actor whose thread was lost; `undefined` for what happens by itself. */
  #faultOf({ do: kind, to, state }: TraceStep): Decision | undefined {
    const actor = kind === 'crash' ? this.#refAt(to) : undefined;
    const error = reviveCanonical(state?.error, (label) => this.#refAt(label));
    return actor === undefined ? undefined : this.system.faults('crash', actor, error)[0];
  }

  /**
   * The timers that an actor of a free run gave up, by an id or as it ended: the recording alone tells which of them
   * other threads had not fired by then. It has them at the place among the effects to which the step has come.
   */
  #givenUp(sender: AnyActorRef, id: string | undefined, place: number): Timer[] {
    const label = this.#labels.get(sender);
    const given: Timer[] = [];
    for (const effect of this.#recorded?.effects.slice(place) ?? []) {
      const isTheirs =
        effect.effect === 'cancel-timer' &&
        (effect.from ?? this.#recorded?.to) === label &&
        (id ?? effect.timer) === effect.timer;
      if (!isTheirs || (id !== undefined && given.length > 0)) {
        break;
      }
      const [latest] = this.system
        .timers()
        .filter((timer) => timer.sender.ref === sender && timer.id === effect.timer)
        .sort((a, b) => b.order - a.order);
      given.push(...(latest === undefined ? [] : [latest]));
    }
    return given;
  }

  /** Whether a timer is the recorded one, of those of one name; only in a free run is it not the first of them. */
  #isTheOne(timer: Timer, { to, event }: TraceStep): boolean {
    return (
      !isFree(this.#header) ||
      (timer.receiver.label === to && canonicalJson(timer.event, this.#addressOf) === JSON.stringify(event))
    );
  }

  #compare(what: string, step: number, expected: object, line: string): void {
    if (line === this.#actualLine) {
      return;
    }
    const actual = JSON.parse(this.#actualLine) as object;
    const difference = firstDifference(expected, actual);
    const where = difference === undefined || difference.path === '' ? '' : ` at ${difference.path}`;
    const wanted = JSON.stringify(difference?.expected) ?? 'nothing';
    const found = JSON.stringify(difference?.actual) ?? 'nothing';
    this.#diverge(step, wanted, found, `${what} came out otherwise${where}`);
  }

  #diverge(step: number, expected: string, actual: string, what: string): never {
    throw new ReplayDivergence(
      step,
      expected,
      actual,
      `${what}: the recording has ${expected}, this run has ${actual}`,
    );
  }

  /** Moves the clock to the time of a recorded line, unless a step blocked it beyond that. */
  #moveClockTo(time: number): void {
    if (time > this.#clock.now()) {
      this.#clock.advanceTo(time);
    }
  }

  #performRecorded(label: string, self: AnyActorRef, emit: (event: EventObject) => void): void {
    const own = this.#recorded?.effects.filter((effect) => this.#isDoneBy(label, effect)) ?? [];
    for (const effect of own) {
      if (effect.effect === 'emit') {
        emit(this.#revive(effect.event));
      } else if (
        (effect.effect === 'send' || effect.effect === 'dead-letter') &&
        effect.event !== undefined
      ) {
        const target = this.#refAt(effect.to) ?? this.#parentAt(effect.to, self);
        if (target !== undefined) {
          this.system.sendAs(self, target, this.#revive(effect.event));
        }
      }
    }
    const state = this.#recordedStateOf(label);
    if (state?.status === 'error') {
      throw reviveCanonical(state.error, (address) => this.#refAt(address));
    }
  }

  /** The state of a task behind the step under way, if that is a step of it or its start. */
  #recordedStateOf(label: string): TraceState | undefined {
    if (this.#recorded?.to === label) {
      return this.#recorded.state;
    }
    for (const effect of this.#recorded?.effects ?? []) {
      if (effect.effect === 'start' && effect.actor === label) {
        return effect.state;
      }
    }
    return undefined;
  }

  /**
   * Whether an effect of the step under way is a task's own: it emitted, sent, or sent to one who had ended.
   * Its reports to its parent are none: XState makes them, here as there.
   */
  #isDoneBy(label: string, effect: TraceEffect): boolean {
    switch (effect.effect) {
      case 'emit':
        return (effect.from ?? this.#recorded?.to) === label;
      case 'send':
        return (
          (effect.from ?? this.#recorded?.to) === label &&
          effect.event !== undefined &&
          !isChildReport(effect.event)
        );
      case 'dead-letter':
        return effect.from === label && this.#isFresh(effect.seq) && !isChildReport(effect.event);
      default:
        return false;
    }
  }

  /** Whether a dead letter was dead from the first, and was not sent before and waited. */
  #isFresh(seq: number): boolean {
    return (
      seq > this.#lastSeq &&
      this.#recorded?.effects.some((effect) => effect.effect === 'send' && effect.seq === seq) === false
    );
  }

  #revive(event: { readonly type: string }): EventObject {
    return reviveCanonical(event, (address) => this.#refAt(address)) as EventObject;
  }

  #refAt(label: string): AnyActorRef | undefined {
    return this.#living.get(label);
  }

  /** The parent of a task, which may have ended, if that is its label. */
  #parentAt(label: string, task: AnyActorRef): AnyActorRef | undefined {
    const parent = parentOf(task);
    return parent !== undefined && this.#labels.get(parent) === label ? parent : undefined;
  }
}

/** Whether a trace is one of a run in which threads delivered as it came. */
function isFree({ settings }: TraceHeader): boolean {
  return settings['mode'] === 'free-running';
}

function describe(kind: string, type: string | undefined, from: string | undefined, to: string): string {
  return `${kind} ${type ?? ''} from ${from ?? 'outside'} to ${to}`;
}
