import { cutTo } from '../../trace/words/one-line.js';
import { type ActorColumns, drawStep, layOutColumns } from './actor-columns.js';
import type { DecisiveExchange } from './decisive-exchange.js';
import { lineOf, type ReportLine } from './report-line.js';
import type { RecordedStep } from './schedule-record.js';
import { leftOutText, type Room, shownSteps } from './shown-steps.js';
import { changeText } from '../../trace/words/state-text.js';
import { stepText } from '../../trace/words/step-text.js';

/** More decisions than this are shown in parts, so that a report stays on one screen. */
const ROOM: Room = { most: 30, first: 2, last: 14 };

/**
 * Draws a schedule: a numbered line for each decision, a column for each actor with an arrow from sender to receiver,
 * the event, and the receiver's state before and after. The two decisions of an exchange are marked with `>`; one that
 * was still waiting has a line without a number at the end.
 *
 * @param width - in columns
 */
export function drawSchedule(
  steps: readonly RecordedStep[],
  exchange: DecisiveExchange | undefined,
  width: number,
): ReportLine[] {
  const marked = exchange === undefined ? [] : [exchange.earlier.index, exchange.later.index];
  const waited = exchange !== undefined && exchange.later.index > steps.length ? [exchange.later] : [];
  const shown = [...shownSteps(steps, exchange, ROOM), ...waited];
  const columns = layOutColumns(shown, width);
  const layout = { columns, width, eventWidth: widthOfEvents(shown, columns, width) };
  const lines = [
    ...columns.legend.map((legend) => lineOf(legend)),
    lineOf(`${' '.repeat(MARGIN)}${columns.heading}`, 'quiet'),
  ];
  let last = 0;
  for (const step of shown) {
    const isWaiting = waited.includes(step);
    if (!isWaiting && step.index > last + 1) {
      lines.push(lineOf(`${' '.repeat(MARGIN)}${leftOutText(step.index - last - 1)}`, 'quiet'));
    }
    last = step.index;
    const isMarked = marked.includes(step.index);
    const row = rowOf(step, layout, isWaiting);
    lines.push(lineOf(`${isMarked ? '>' : ' '}${row}`, isMarked ? 'marked' : 'plain'));
  }
  return lines;
}

/** The mark, the number, and the space behind it. */
const MARGIN = 7;
/** Between the event and the states. */
const GAP = 2;

interface Layout {
  readonly columns: ActorColumns;
  readonly width: number;
  readonly eventWidth: number;
}

function rowOf(step: RecordedStep, { columns, width, eventWidth }: Layout, isWaiting: boolean): string {
  const number = isWaiting ? '–' : String(step.index);
  const change = isWaiting ? 'still waits' : changeText(step);
  const event = cutTo(stepText(step), eventWidth).padEnd(eventWidth);
  const left = `${number.padStart(MARGIN - 3)}  ${drawStep(columns, step)}${event}${' '.repeat(GAP)}`;
  return `${left}${cutTo(change, Math.max(10, width - 1 - left.length))}`;
}

/** As much as the changes leave, and where those are long, half of what there is. */
function widthOfEvents(steps: readonly RecordedStep[], columns: ActorColumns, width: number): number {
  const longestOf = (textOf: (step: RecordedStep) => string): number =>
    Math.max(0, ...steps.map((step) => textOf(step).length));
  const room = width - 1 - MARGIN - columns.width - GAP;
  return Math.min(longestOf(stepText), Math.max(Math.floor(room / 2), room - longestOf(changeText)));
}
