import { OUTSIDE } from '../../bus/address.js';
import { parseTraceHeader, parseTraceLine, type TraceLines } from '../read-trace.js';
import { TraceError } from '../trace-errors.js';
import type {
  TraceArrival,
  TraceEffect,
  TraceHeader,
  TraceState,
  TraceStep,
  TraceSummary,
} from '../trace-format.js';
import { SetTimers } from './set-timers.js';
import { type ActorState, actorStateOf } from '../words/state-text.js';

/** What a trace tells, one after the other: its header, each arrival and each step, its end. */
export type StoryItem =
  | { readonly kind: 'header'; readonly header: TraceHeader }
  | { readonly kind: 'arrival'; readonly arrival: TraceArrival }
  | { readonly kind: 'step'; readonly step: StoryStep }
  | { readonly kind: 'end'; readonly summary: TraceSummary; readonly time: number };

/** A step with what a line of the trace alone does not tell. */
export interface StoryStep {
  readonly index: number;
  /** In milliseconds of the run's clock. */
  readonly time: number;
  readonly kind: TraceStep['do'];
  /** The life that sent the event or set the timer; outside for the start of the root. */
  readonly from: string;
  /** The life whose step it was. */
  readonly to: string;
  readonly event: { readonly type: string };
  /** The step that sent the event or set the timer; `undefined` where none did. */
  readonly cause: number | undefined;
  /** The actor before the step; `undefined` where it did not live. */
  readonly before: ActorState | undefined;
  readonly after: ActorState;
  /** The lives that began in this step, in order, each in its first state. */
  readonly started: readonly StoryLife[];
  readonly effects: readonly TraceEffect[];
  /** The number of the envelope, or the id of the timer. */
  readonly seq: number | undefined;
  readonly timer: string | undefined;
}

/** A life that begins. */
export interface StoryLife {
  /** The address, with the incarnation behind it from the second life on. */
  readonly label: string;
  /** The name under which its logic was given to its parent; that of the root is its id. */
  readonly source: string;
  readonly state: ActorState;
}

/**
 * Tells a trace as it is read. Only the actors that live, the events on their way and the timers that are set are
 * remembered, so the length of the trace does not matter.
 *
 * @throws {@link TraceError} where it is no trace, of another version, or cut off
 */
export async function* tellStory(lines: TraceLines): AsyncGenerator<StoryItem> {
  let teller: StoryTeller | undefined;
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber++;
    if (teller === undefined) {
      const header = parseTraceHeader(line);
      teller = new StoryTeller(header);
      yield { kind: 'header', header };
      continue;
    }
    const entry = parseTraceLine(line, lineNumber);
    if ('end' in entry) {
      yield { kind: 'end', summary: entry, time: teller.now };
      return;
    }
    if ('arrival' in entry) {
      yield { kind: 'arrival', arrival: teller.arrive(entry) };
    } else {
      yield { kind: 'step', step: teller.tell(entry) };
    }
  }
  throw new TraceError('cut-off', `cut off behind line ${lineNumber}: its last line is missing`);
}

class StoryTeller {
  /** The time of the last line, in milliseconds. */
  now = 0;
  readonly #root: string;
  readonly #living = new Map<string, ActorState>();
  /** The step that sent each envelope on its way. */
  readonly #senders = new Map<number, number>();
  /** The step that set each timer. */
  readonly #timers = new SetTimers<number>();

  constructor({ system }: TraceHeader) {
    this.#root = system;
  }

  arrive(arrival: TraceArrival): TraceArrival {
    this.now = arrival.time;
    return arrival;
  }

  tell(line: TraceStep): StoryStep {
    const { step: index, time, to, effects, seq, timer, from = OUTSIDE } = line;
    this.now = time;
    const cause = this.#causeOf(line, from);
    const before = this.#living.get(to);
    const after = stateAfter(before, line.state);
    // A timer may fire, as a dead letter, for one who has ended.
    if (before !== undefined) {
      this.#living.set(to, after);
    }
    const started: StoryLife[] = [];
    for (const effect of effects) {
      this.#note(effect, line, after, started);
    }
    return {
      index,
      time,
      kind: line.do,
      from,
      to,
      event: line.event ?? { type: 'xstate.init' },
      cause,
      before,
      after,
      started,
      effects,
      seq,
      timer,
    };
  }

  #causeOf({ do: kind, seq, timer, time, event }: TraceStep, from: string): number | undefined {
    if (timer !== undefined) {
      return this.#timers.fire(from, timer, event?.type ?? '', time);
    }
    const sender = seq === undefined ? undefined : this.#senders.get(seq);
    // A duplicate leaves its envelope where it is.
    if (seq !== undefined && (kind as string) !== 'duplicate') {
      this.#senders.delete(seq);
    }
    return sender;
  }

  #note(effect: TraceEffect, line: TraceStep, after: ActorState, started: StoryLife[]): void {
    switch (effect.effect) {
      case 'send':
        this.#senders.set(effect.seq, line.step);
        break;
      case 'dead-letter':
        this.#senders.delete(effect.seq);
        break;
      case 'set-timer':
        this.#timers.set(effect.from ?? line.to, effect.timer, effect.due, effect.type, line.step);
        break;
      case 'cancel-timer':
        this.#timers.cancel(effect.from ?? line.to, effect.timer);
        break;
      case 'start': {
        const isRoot = line.do === 'start' && effect.actor === line.to;
        const state = effect.state === undefined ? after : stateAfter(undefined, effect.state);
        this.#living.set(effect.actor, state);
        started.push({ label: effect.actor, source: isRoot ? this.#root : effect.source, state });
        break;
      }
      case 'end':
        this.#living.delete(effect.actor);
        break;
      case 'emit':
      case 'block':
      case 'found-name':
      case 'found-state':
        break;
    }
  }
}

/** An actor's state behind a line, which has of its context only what is new. */
function stateAfter(
  before: ActorState | undefined,
  { value, context, dropped = [], status }: TraceState,
): ActorState {
  const { state } = actorStateOf({ value, status: status ?? 'active' }) as ActorState;
  return { state, context: contextAfter(before?.context, context, dropped) };
}

function contextAfter(before: unknown, news: unknown, dropped: readonly string[]): unknown {
  if (!isRecord(before) || (news !== undefined && !isRecord(news))) {
    return news === undefined ? before : news;
  }
  if (news === undefined && dropped.length === 0) {
    return before;
  }
  const after: Record<string, unknown> = { ...before, ...news };
  for (const key of dropped) {
    delete after[key];
  }
  return after;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
