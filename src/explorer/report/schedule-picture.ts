import { cutTo } from '../../trace/words/one-line.js';
import { type ActorColumns, drawStep, layOutColumns } from './actor-columns.js';
import type { DecisiveExchange } from './decisive-exchange.js';
import { lineOf, type ReportLine, WIDTH } from './report-line.js';
import type { RecordedStep } from './schedule-record.js';
import { changeText } from '../../trace/words/state-text.js';
import { stepText } from '../../trace/words/step-text.js';

/** More decisions than this are shown in parts, so that a report stays on one screen. */
const MOST_SHOWN = 30;
const FIRST_SHOWN = 2;
const LAST_SHOWN = 14;
const AROUND_MARKED = 2;

/**
 * Draws a schedule: a numbered line for each decision, a column for each actor with an arrow from sender to receiver,
 * the event, and the receiver's state before and after. The two decisions of an exchange are marked with `>`; one that
 * was still waiting has a line without a number at the end.
 */
export function drawSchedule(
  steps: readonly RecordedStep[],
  exchange: DecisiveExchange | undefined,
): ReportLine[] {
  const marked = exchange === undefined ? [] : [exchange.earlier.index, exchange.later.index];
  const waited = exchange !== undefined && exchange.later.index > steps.length ? [exchange.later] : [];
  const shown = [...steps.filter(({ index }) => isShown(index, steps.length, marked)), ...waited];
  const columns = layOutColumns(shown);
  const eventWidth = widthOfEvents(shown, columns);
  const lines = [
    ...columns.legend.map((legend) => lineOf(legend)),
    lineOf(`${' '.repeat(MARGIN)}${columns.heading}`, 'quiet'),
  ];
  let last = 0;
  for (const step of shown) {
    const isWaiting = waited.includes(step);
    if (!isWaiting && step.index > last + 1) {
      lines.push(lineOf(`${' '.repeat(MARGIN)}… ${count(step.index - last - 1)} …`, 'quiet'));
    }
    last = step.index;
    const isMarked = marked.includes(step.index);
    const row = rowOf(step, columns, eventWidth, isWaiting);
    lines.push(lineOf(`${isMarked ? '>' : ' '}${row}`, isMarked ? 'marked' : 'plain'));
  }
  return lines;
}

/** The mark, the number, and the space behind it. */
const MARGIN = 7;

function rowOf(step: RecordedStep, columns: ActorColumns, eventWidth: number, isWaiting: boolean): string {
  const number = isWaiting ? '–' : String(step.index);
  const change = isWaiting ? 'still waits' : changeText(step);
  const event = cutTo(stepText(step), eventWidth).padEnd(eventWidth);
  const left = `${number.padStart(MARGIN - 3)}  ${drawStep(columns, step)}${event}  `;
  return `${left}${cutTo(change, Math.max(10, WIDTH - 1 - left.length))}`;
}

function widthOfEvents(steps: readonly RecordedStep[], { width }: ActorColumns): number {
  const longest = Math.max(0, ...steps.map((step) => stepText(step).length));
  return Math.min(longest, Math.floor((WIDTH - MARGIN - width) / 2));
}

function isShown(index: number, total: number, marked: readonly number[]): boolean {
  return (
    total <= MOST_SHOWN ||
    index <= FIRST_SHOWN ||
    index > total - LAST_SHOWN ||
    marked.some((number) => Math.abs(number - index) <= AROUND_MARKED)
  );
}

function count(decisions: number): string {
  return decisions === 1 ? '1 decision' : `${decisions} decisions`;
}
