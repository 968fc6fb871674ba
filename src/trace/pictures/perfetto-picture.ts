import { OUTSIDE } from '../../bus/address.js';
import type { TraceArrival, TraceEffect, TraceHeader, TraceSink, TraceSummary } from '../trace-format.js';
import { eventText } from '../words/event-text.js';
import { changeText } from '../words/state-text.js';
import { stepName } from '../words/step-text.js';
import { type PerfettoEvent, PerfettoFile } from './perfetto-file.js';
import type { Series } from './series.js';
import { SetTimers } from './set-timers.js';
import { TICK, Ticks } from './ticks.js';
import type { StoryItem, StoryLife, StoryStep } from './trace-story.js';
import { WaitingEvents, waitingEventOf } from './waiting-events.js';

/** The track of whatever is no actor of the system. */
const OUTSIDE_TRACK = 0;

/** From so many on, what waits for an actor is a queue, and gets a counter. */
const QUEUE = 2;

/**
 * Draws a trace in the Chrome trace event format, which Perfetto and `chrome://tracing` open, while it is read.
 *
 * Each life of an actor has a track: its states are slices, with its steps in them as slices of a microsecond. Each
 * event on its way is a flow from the step that sent it to the one that took it; each timer an asynchronous slice from
 * its setting to its end; what an actor emits is an instant. Counters show how many events are on their way, how many
 * wait for an actor from the first time that two do, and the given series.
 *
 * @throws PictureError where a series is none of the trace's
 */
export async function drawPerfetto(
  story: AsyncIterable<StoryItem>,
  sink: TraceSink,
  series: readonly Series[] = [],
): Promise<void> {
  const picture = new PerfettoPicture(new PerfettoFile(sink), series);
  for await (const item of story) {
    switch (item.kind) {
      case 'header':
        picture.begin(item.header);
        break;
      case 'arrival':
        picture.arrive(item.arrival);
        break;
      case 'step':
        picture.step(item.step);
        break;
      case 'end':
        picture.end(item.summary, item.time);
        break;
    }
  }
  for (const one of series) {
    one.check();
  }
}

/** An actor's track, and the slice that is open on it. */
interface DrawnLife {
  readonly tid: number;
  state: string;
  args: Readonly<Record<string, unknown>> | undefined;
}

/** A timer, as its beginning and its end are written. */
interface DrawnTimer {
  readonly tid: number;
  readonly id: number;
  readonly name: string;
}

class PerfettoPicture {
  readonly #file: PerfettoFile;
  readonly #series: readonly Series[];
  readonly #ticks = new Ticks();
  /** The track and the open slice of each life. */
  readonly #lives = new Map<string, DrawnLife>();
  readonly #waiting = new WaitingEvents();
  /** What the counters of those say for whom two events have waited at once. */
  readonly #queued = new Map<string, number>();
  /** The timers that are set. */
  readonly #timers = new SetTimers<DrawnTimer>();
  #tracks = OUTSIDE_TRACK;
  #timersSet = 0;
  #lastWaiting = 0;

  constructor(file: PerfettoFile, series: readonly Series[]) {
    this.#file = file;
    this.#series = series;
  }

  begin({ system }: TraceHeader): void {
    this.#file.write({ ph: 'M', tid: OUTSIDE_TRACK, name: 'process_name', args: { name: system } });
    this.#nameTrack(OUTSIDE_TRACK, OUTSIDE);
  }

  arrive({ arrival: seq, time, from, to, event }: TraceArrival): void {
    const ts = this.#ticks.at(time);
    const tid = this.#trackOf(from);
    this.#file.write({
      ph: 'X',
      tid,
      ts,
      dur: TICK,
      name: `sends ${eventText(event)}`,
      cat: 'arrival',
      args: { time, to, event },
    });
    this.#send(ts, tid, { seq, to, type: event.type });
    this.#count(ts, [to]);
  }

  step(step: StoryStep): void {
    const ts = this.#ticks.at(step.time);
    const touched = [step.to];
    for (const life of step.started) {
      this.#startLife(ts, life, step);
    }
    this.#enter(ts, step.to, step.after.state);
    const tid = this.#trackOf(step.to);
    this.#file.write({
      ph: 'X',
      tid,
      ts,
      dur: TICK,
      name: stepName(step),
      cat: step.kind,
      args: argsOf(step),
    });
    this.#receive(ts, tid, step);
    const ended: string[] = [];
    for (const effect of step.effects) {
      this.#effect(ts, step, effect, ended);
      if ('to' in effect && effect.to !== undefined) {
        touched.push(effect.to);
      }
    }
    this.#count(ts, touched);
    for (const one of this.#series) {
      this.#sample(ts, one.name, one.read(step));
    }
    for (const label of ended) {
      this.#endLife(label === step.to ? ts + TICK : ts, label);
    }
  }

  end(summary: TraceSummary, time: number): void {
    for (const { seq, to, type } of this.#waiting.all()) {
      const ts = this.#ticks.at(time);
      const tid = this.#trackOf(to);
      const name = `never delivered: ${eventText({ type })}`;
      this.#file.write({ ph: 'X', tid, ts, dur: TICK, name, cat: 'waiting', args: { to } });
      this.#flow('f', ts, tid, seq);
    }
    const ts = this.#ticks.at(time);
    for (const timer of this.#timers.values()) {
      this.#endTimer(ts, timer);
    }
    for (const label of this.#lives.keys()) {
      this.#endLife(ts, label);
    }
    const { seed, scheduler, clock, status, decisions, hash } = summary;
    this.#file.close({ seed, scheduler, clock, status, decisions, hash });
  }

  #startLife(ts: number, { label, source, state }: StoryLife, step: StoryStep): void {
    const tid = ++this.#tracks;
    this.#nameTrack(tid, label);
    const startedBy = label === step.to ? undefined : step.index;
    const life = { tid, state: state.state, args: { source, startedBy } };
    this.#lives.set(label, life);
    this.#writeState('B', ts, life);
  }

  #enter(ts: number, label: string, state: string): void {
    const life = this.#lives.get(label);
    if (life !== undefined && life.state !== state) {
      this.#writeState('E', ts, life);
      life.state = state;
      life.args = undefined;
      this.#writeState('B', ts, life);
    }
  }

  /** The beginning or the end of a slice. Perfetto knows which ends; speedscope asks for its name and arguments. */
  #writeState(ph: 'B' | 'E', ts: number, { tid, state, args }: DrawnLife): void {
    const name = state === '' ? 'active' : state;
    this.#file.write({ ph, tid, ts, name, cat: 'state', ...(args === undefined ? {} : { args }) });
  }

  #endLife(ts: number, label: string): void {
    const life = this.#lives.get(label);
    if (life !== undefined) {
      this.#writeState('E', ts, life);
      this.#lives.delete(label);
      this.#forgetQueue(label);
    }
  }

  /** The end of the flow, or the timer, that a step answers to. */
  #receive(ts: number, tid: number, { kind, seq, timer, from, event, time }: StoryStep): void {
    if (timer !== undefined) {
      this.#endTimer(ts, this.#timers.fire(from, timer, event.type, time));
    } else if (seq !== undefined && (kind as string) === 'duplicate') {
      this.#flow('t', ts, tid, seq);
    } else if (seq !== undefined && this.#waiting.take(seq) !== undefined) {
      this.#flow('f', ts, tid, seq);
    }
  }

  #effect(ts: number, { to: self, index }: StoryStep, effect: TraceEffect, ended: string[]): void {
    const tid = this.#trackOf('from' in effect ? effect.from : self, self);
    switch (effect.effect) {
      case 'send':
        this.#send(ts, tid, waitingEventOf(effect));
        break;
      case 'dead-letter': {
        const { seq, reason, from, to, event } = effect;
        const name = `dead letter: ${eventText(event)}`;
        this.#instant(ts, this.#trackOf(self), name, 'dead-letter', { reason, from, to, event, step: index });
        if (this.#waiting.take(seq) !== undefined) {
          this.#flow('f', ts, this.#trackOf(self), seq);
        }
        break;
      }
      case 'set-timer': {
        const { timer, from = self, to, due, type } = effect;
        const started = { tid, id: ++this.#timersSet, name: eventText({ type }) };
        this.#timers.set(from, timer, due, type, started);
        this.#file.write({ ph: 'b', ...started, ts, cat: 'timer', args: { from, to, due, timer } });
        break;
      }
      case 'cancel-timer':
        this.#endTimer(ts, this.#timers.cancel(effect.from ?? self, effect.timer));
        break;
      case 'emit':
        this.#instant(ts, tid, effect.event.type, 'emit', { event: effect.event });
        break;
      case 'block':
        this.#instant(ts, tid, `blocks the clock for ${effect.ms} ms`, 'block', { ms: effect.ms });
        break;
      case 'end':
        ended.push(effect.actor);
        break;
      case 'start':
      case 'found-name':
      case 'found-state':
        break;
    }
  }

  #send(
    ts: number,
    tid: number,
    event: { readonly seq: number; readonly to: string; readonly type: string },
  ) {
    this.#waiting.send(event);
    this.#flow('s', ts, tid, event.seq);
  }

  #flow(ph: 's' | 't' | 'f', ts: number, tid: number, id: number): void {
    this.#file.write({ ph, tid, ts, name: 'event', cat: 'send', id, ...(ph === 's' ? {} : { bp: 'e' }) });
  }

  #endTimer(ts: number, timer: DrawnTimer | undefined): void {
    if (timer !== undefined) {
      this.#file.write({ ph: 'e', ...timer, ts, cat: 'timer' });
    }
  }

  #instant(ts: number, tid: number, name: string, cat: string, args: PerfettoEvent['args'] & object): void {
    this.#file.write({ ph: 'i', s: 't', tid, ts, name, cat, args });
  }

  /** Writes the counters of what waits, where it has changed. */
  #count(ts: number, labels: readonly string[]): void {
    const { size } = this.#waiting;
    if (size !== this.#lastWaiting) {
      this.#lastWaiting = size;
      this.#sample(ts, 'events on their way', size);
    }
    for (const label of new Set(labels)) {
      const count = this.#waiting.countFor(label);
      const shown = this.#queued.get(label);
      if (count !== shown && (shown !== undefined || count >= QUEUE)) {
        this.#queued.set(label, count);
        this.#forgetQueue(label);
        this.#sample(ts, `events waiting for ${label}`, count);
      }
    }
  }

  /** A counter has to come down to 0, also where its actor has ended before. */
  #forgetQueue(label: string): void {
    if (!this.#lives.has(label) && this.#queued.get(label) === 0) {
      this.#queued.delete(label);
    }
  }

  #sample(ts: number, name: string, value: number | undefined): void {
    if (value !== undefined) {
      this.#file.write({ ph: 'C', tid: OUTSIDE_TRACK, ts, name, args: { value } });
    }
  }

  #nameTrack(tid: number, name: string): void {
    this.#file.write({ ph: 'M', tid, name: 'thread_name', args: { name } });
    this.#file.write({ ph: 'M', tid, name: 'thread_sort_index', args: { sort_index: tid } });
  }

  /** The track of a life; where it has ended, of another, or that of outside. */
  #trackOf(label: string | undefined, instead?: string): number {
    const life = this.#lives.get(label ?? instead ?? OUTSIDE) ?? this.#lives.get(instead ?? OUTSIDE);
    return life?.tid ?? OUTSIDE_TRACK;
  }
}

function argsOf(step: StoryStep): Readonly<Record<string, unknown>> {
  const { index, time, from, cause, event } = step;
  return { step: index, time, from, cause, event, change: changeText({ ...step, isIgnored: false }) };
}
