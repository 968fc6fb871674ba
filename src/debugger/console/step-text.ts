import { eventText } from '../../trace/words/event-text.js';
import { cutTo } from '../../trace/words/one-line.js';
import type { RecordedStep } from '../../explorer/report/schedule-record.js';
import { changeText, valueText } from '../../trace/words/state-text.js';
import type { Envelope } from '../../bus/lane.js';
import type { Decision } from '../../system/decision.js';
import type { Effect } from '../../system/effect.js';
import type { DebugStep } from '../debug-step.js';

/** What stands before the text of a decision: its number, with something in front of it. */
export const MARGIN = 10;

/** How much of a line the decision takes where its change stands behind it. */
const WIDEST = 0.6;

/** The most effects that are told of one step. */
const MOST_EFFECTS = 12;

/** `     2  John > kitchen: task.wanted staff John   closing`, each part cut to the room that it has. */
export function stepLine(step: DebugStep, width: number): string {
  const change = changeOf(step);
  const { numbered, room, column } = layOut(step, width);
  const wanted = Math.max(column, room - change.length);
  const what = cutTo(journeyText(step), change === '' ? room : wanted);
  return cutTo(`${numbered}${what.padEnd(column)}  ${change}`, width).trimEnd();
}

/** The same, with the change in a line of its own where it would have to be cut. */
export function stepLines(step: DebugStep, width: number): string[] {
  const change = changeOf(step);
  const { numbered, room, column } = layOut(step, width);
  const what = journeyText(step);
  return Math.max(what.length, column) + change.length <= room
    ? [stepLine(step, width)]
    : [cutTo(`${numbered}${what}`, width), cutTo(`${' '.repeat(MARGIN)}${change}`, width)];
}

function layOut({ index }: DebugStep, width: number): { numbered: string; room: number; column: number } {
  const room = width - MARGIN - 2;
  const numbered = `${String(index).padStart(MARGIN - 2)}  `;
  return { numbered, room, column: Math.floor(room * WIDEST) };
}

function changeOf(step: DebugStep): string {
  const texts = step.kind === 'start' ? [] : [changeText(step), ...changedInside(step)];
  return texts.filter((text) => text !== '').join(', ');
}

/** The fields of the context that are others than before and look the same in a few words: `queue changed`. */
function changedInside({ before, after, isIgnored }: DebugStep): string[] {
  const [old, now] = [before?.context, after?.context];
  if (isIgnored || before?.state !== after?.state || !isRecord(old) || !isRecord(now)) {
    return [];
  }
  return Object.keys(now)
    .filter((key) => old[key] !== now[key] && valueText(old[key]) === valueText(now[key]))
    .map((key) => `${key} changed`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** `John > kitchen: task.wanted staff John`; of what an actor does to itself, `John: after cookingTime`. */
export function journeyText({
  kind,
  event,
  from,
  to,
}: Pick<RecordedStep | Decision, 'kind' | 'event' | 'from' | 'to'>): string {
  return `${from === to ? to : `${from} > ${to}`}: ${whatText(kind, event)}`;
}

function whatText(kind: RecordedStep['kind'], event: RecordedStep['event']): string {
  switch (kind) {
    case 'start':
    case 'stop':
    case 'crash':
    case 'restart':
      return kind;
    case 'drop':
    case 'duplicate':
      return `${kind} ${eventText(event)}`;
    case 'deliver':
    case 'settle':
    case 'fire':
      return eventText(event);
  }
}

/** A line for each effect of a step: what was sent, set, started, ended. */
export function effectLines({ effects, to }: DebugStep, width: number): string[] {
  const texts = effects.map((effect) => effectText(effect, to));
  const shown = texts.length > MOST_EFFECTS ? texts.slice(0, MOST_EFFECTS - 1) : texts;
  const more = texts.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more effects`] : [])].map((text) =>
    cutTo(`${' '.repeat(MARGIN)}${text}`, width),
  );
}

function effectText(effect: Effect, actor: string): string {
  switch (effect.kind) {
    case 'send': {
      const { envelope } = effect;
      return `${by(envelope.from, actor)}sends ${envelopeText(envelope)} to ${envelope.to}`;
    }
    case 'dead-letter': {
      const { envelope, reason } = effect;
      return `dead letter, ${reason}: ${envelopeText(envelope)} to ${envelope.to}`;
    }
    case 'set-timer': {
      const { from, event, due } = effect.timer;
      return `${by(from, actor)}sets a timer: ${eventText(event)}, due at ${due} ms`;
    }
    case 'cancel-timer':
      return `${by(effect.timer.from, actor)}cancels a timer: ${eventText(effect.timer.event)}`;
    case 'start':
      return `starts ${effect.actor.label}`;
    case 'end':
      return `${effect.actor.label} ends: ${effect.status}`;
    case 'emit':
      return `${by(effect.actor.address, actor)}emits ${eventText(effect.event)}`;
    case 'block':
      return `keeps everybody waiting for ${effect.ms} ms`;
    case 'found-name': {
      const { systemId, holder } = effect;
      return `found "${systemId}" ${typeof holder === 'string' ? `with ${holder}` : `to be ${holder.label}`}, earlier`;
    }
    case 'found-state':
      return `looked at ${effect.actor.label} earlier`;
  }
}

/** An envelope by what it carries. */
export function envelopeText({ kind, event }: Envelope): string {
  return kind === 'stop' ? 'stop' : eventText(event);
}

function by(sender: string, actor: string): string {
  return sender === actor ? '' : `${sender} `;
}
