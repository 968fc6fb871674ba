import { lineOf, type ReportLine, wrap } from '../../explorer/report/report-line.js';
import { cutTo } from '../../trace/words/one-line.js';
import type { RunEnd } from '../../explorer/property.js';
import type { Stop } from '../create-debugger.js';
import { effectLines, journeyText, MARGIN, stepLines } from './step-text.js';

/** Where a run stands and why: its last decision, what that led to, what does not hold, and what comes next. */
export function stopLines(stop: Stop, width: number): ReportLine[] {
  const { step, broken, note } = stop;
  return [
    ...wrap(headOf(stop), width, 3).map((line) => lineOf(line, toneOf(stop))),
    ...stepLines(step, width).map((line) => lineOf(line)),
    ...effectLines(step, width).map((line) => lineOf(line, 'quiet')),
    ...broken.flatMap(({ property, message }) =>
      wrap(brokenText(property, message), width, 3).map((line) => lineOf(line, 'bad')),
    ),
    ...(note === undefined ? [] : wrap(note, width, 4).map((line) => lineOf(line, 'marked'))),
    nextLine(stop, width),
  ];
}

/** A monitor's message begins with its name. */
function brokenText(property: string, message: string): string {
  return `does not hold: ${message.startsWith(property) ? message : `${property}: ${message}`}`;
}

function toneOf({ breakpoints, broken, end }: Stop): ReportLine['tone'] {
  if (broken.length > 0) {
    return 'bad';
  }
  return breakpoints.length > 0 ? 'marked' : end === 'finished' ? 'good' : 'plain';
}

function headOf({ reason, decision, time, breakpoints, end }: Stop): string {
  const parts = [
    `decision ${decision} at ${time} ms`,
    ...(reason === 'interrupted' ? ['interrupted'] : []),
    ...(end === undefined ? [] : [END_TEXTS[end]]),
    ...breakpoints.map(({ id, pattern, kind }) => {
      const when = kind === 'name' ? ' is next' : '';
      return `breakpoint ${id}${when}: ${pattern}`;
    }),
  ];
  return parts.join(', ');
}

const END_TEXTS: Readonly<Record<RunEnd, string>> = {
  finished: 'the run has ended',
  'at-rest': 'nothing more can happen, and the root has not ended',
  waiting: 'only promises are left, and they do not settle',
  'step-limit': 'the run has taken as many decisions as it may',
};

function nextLine({ decision, next }: Stop, width: number): ReportLine {
  if (next === undefined) {
    return lineOf(`${NEXT} nothing`, 'quiet');
  }
  const number = String(decision + 1).padStart(MARGIN - 2 - NEXT.length);
  return lineOf(cutTo(`${NEXT}${number}  ${journeyText(next.decision)}`, width));
}

const NEXT = 'next ';
