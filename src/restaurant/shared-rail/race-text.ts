import type { ExploreReport } from '../../explorer/explore.js';
import { alignedLines } from '../../trace/words/aligned-lines.js';
import type { ProtocolFindings, RaceFindings } from './race-lesson.js';

/** The findings as a table of what happened in shared memory, and a line for each protocol as actors. */
export function raceText({ withoutLock, withLock }: RaceFindings): string[] {
  const rows = [
    ['', 'trials', 'spoilt', 'taken twice', 'lost', 'from an empty rail'],
    row('without a lock', withoutLock),
    row('with a lock', withLock),
  ];
  return [
    'In shared memory, on threads:',
    ...alignedLines(rows, 1).map((line) => `  ${line}`),
    '',
    'The same as actors, explored:',
    ...explored('without a lock', withoutLock.exploration),
    ...explored('with a lock', withLock.exploration),
  ];
}

function row(name: string, { trials }: ProtocolFindings): string[] {
  const { takenTwice, lost, emptyHands, spoilt } = trials;
  const share = `${((100 * spoilt) / trials.trials).toFixed(1)} %`;
  return [
    name,
    String(trials.trials),
    `${spoilt} (${share})`,
    String(takenTwice),
    String(lost),
    String(emptyHands),
  ];
}

function explored(name: string, { verdict, failure, minimal, statistics }: ExploreReport): string[] {
  const first = `  ${name.padEnd(FIRST_COLUMN)}  ${verdict}`;
  if (failure === undefined) {
    return [`${first}, ${statistics.schedules} schedules`];
  }
  const { decisions } = minimal ?? failure;
  return [
    `${first} in schedule ${failure.schedule}; the shortest found has ${decisions.length} decisions`,
    `  ${' '.repeat(FIRST_COLUMN)}  ${failure.message}`,
  ];
}

const FIRST_COLUMN = 'without a lock'.length;
