import { inspect } from 'node:util';
import type { Envelope } from '../../bus/lane.js';
import { type LivingActor, livingActors } from '../../explorer/report/living-actor.js';
import { eventText } from '../../trace/words/event-text.js';
import { lineOf, type ReportLine, wrap } from '../../explorer/report/report-line.js';
import { cutTo } from '../../trace/words/one-line.js';
import { actorStateOf } from '../../trace/words/state-text.js';
import type { SystemView } from '../../explorer/system-view.js';
import type { Debugger } from '../create-debugger.js';
import { envelopeText } from './step-text.js';

/** The most lines of one kind; of more the first are shown. */
const MOST = 40;
/** The most actors that are named among those that have ended. */
const MOST_ENDED = 12;

/** Every actor's state, and how much waits for it. */
export function whereLines(view: SystemView, width: number): ReportLine[] {
  const living = livingActors(view);
  const nameWidth = widthOf(living.map(({ address }) => address));
  const stateWidth = widthOf(living.map(({ state }) => state));
  const rows = living.map(({ address, state, waiting, task }) => {
    const more = [
      ...(waiting.length === 0 ? [] : [`${waiting.length} waiting`]),
      ...(task === undefined ? [] : [task]),
    ];
    return `${address.padEnd(nameWidth)}  ${state.padEnd(stateWidth)}  ${more.join(', ')}`;
  });
  const ended = view.addresses().filter((address) => !view.lives(address));
  const names = ended
    .slice(0, MOST_ENDED)
    .map((address) => `${address} (${actorStateOf(view.snapshot(address))?.state})`);
  const left = ended.length - names.length;
  const endedText = `ended: ${names.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return [
    ...atMost(rows, width),
    ...(ended.length === 0 ? [] : wrap(endedText, width, 6).map((line) => lineOf(line, 'quiet'))),
  ];
}

/** The lanes with what waits in them, and the timers with their due times. */
export function queueLines(view: SystemView, width: number): ReportLine[] {
  const waiting = view.waiting();
  const timers = view.timers();
  const lanes = byLane(waiting);
  const nameWidth = widthOf([...lanes.keys()]);
  const laneRows = [...lanes].flatMap(([lane, envelopes]) =>
    envelopes.map((envelope, place) => {
      const name = place === 0 ? lane : '';
      return `  ${name.padEnd(nameWidth)}  ${envelopeText(envelope)}`;
    }),
  );
  const dueWidth = widthOf(timers.map(({ due }) => String(due)));
  const timerRows = timers.map(({ due, sender, receiver, event }) => {
    const who = sender === receiver ? sender.label : `${sender.label} > ${receiver.label}`;
    return `  at ${String(due).padStart(dueWidth)} ms  ${who}: ${eventText(event)}`;
  });
  const tasks = view
    .pendingTasks()
    .map(({ address, kind, source }) => `  ${address}: the ${kind} ${source} has not settled`);
  return [
    ...section('Lanes', laneRows, 'nothing waits in any lane', width),
    ...section('Timers', timerRows, 'no timer is set', width),
    ...(tasks.length === 0 ? [] : section('Tasks', tasks, '', width)),
  ];
}

/** What waits, by the names of the lanes, both in the order of posting. */
function byLane(waiting: readonly Envelope[]): Map<string, Envelope[]> {
  const lanes = new Map<string, Envelope[]>();
  for (const envelope of waiting) {
    const name = `${envelope.sender.label} > ${envelope.receiver.label}`;
    const lane = lanes.get(name);
    if (lane === undefined) {
      lanes.set(name, [envelope]);
    } else {
      lane.push(envelope);
    }
  }
  return lanes;
}

/** An actor's state and context, what it would take, what waits for it. */
export function actorLines(debug: Debugger, address: string, width: number): ReportLine[] {
  const { view } = debug;
  const state = actorStateOf(view.snapshot(address));
  const living = livingActors(view).find((actor) => actor.address === address);
  const status = living === undefined ? ', which has ended' : '';
  const timers = view
    .timers()
    .filter(({ from }) => from === address)
    .map(({ event, due }) => `${eventText(event)} at ${due} ms`);
  return [
    lineOf(state?.state === '' ? `${address}${status}` : `${address} in ${state?.state}${status}`, 'good'),
    ...(state?.context === undefined ? [] : valueLines(debug, state.context, width)),
    ...(living === undefined ? [] : livingLines(living, timers, width)),
  ];
}

/** A value, laid out for reading. */
export function valueLines(debug: Debugger, value: unknown, width: number): ReportLine[] {
  if (value === undefined) {
    return [lineOf('  undefined')];
  }
  const plain: unknown = JSON.parse(debug.jsonOf(value));
  const text = inspect(plain, { depth: null, breakLength: width - 4, compact: 3, maxArrayLength: MOST });
  return text.split('\n').map((line) => lineOf(cutTo(`  ${line}`, width)));
}

function livingLines(
  { accepts, waiting, task }: LivingActor,
  timers: readonly string[],
  width: number,
): ReportLine[] {
  return [
    ...(accepts.length === 0 ? [] : [`takes: ${accepts.join(', ')}`]),
    ...(waiting.length === 0 ? [] : [`waiting: ${waiting.join('; ')}`]),
    ...(timers.length === 0 ? [] : [`timers: ${timers.join('; ')}`]),
    ...(task === undefined ? [] : [`the ${task} has not settled`]),
  ].flatMap((text) => wrap(text, width, 6).map((line) => lineOf(line, 'quiet')));
}

function section(title: string, rows: readonly string[], none: string, width: number): ReportLine[] {
  return rows.length === 0
    ? [lineOf(`${title}: ${none}`, 'quiet')]
    : [lineOf(title, 'quiet'), ...atMost(rows, width)];
}

function atMost(rows: readonly string[], width: number): ReportLine[] {
  const more = rows.length - MOST;
  return [
    ...rows.slice(0, MOST).map((row) => lineOf(cutTo(row.trimEnd(), width))),
    ...(more > 0 ? [lineOf(`… and ${more} more`, 'quiet')] : []),
  ];
}

function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}
