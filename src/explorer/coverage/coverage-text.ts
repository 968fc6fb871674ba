import { alignedLines } from '../../trace/words/aligned-lines.js';
import type { Coverage } from './coverage.js';
import { type CoverageMeasure, deliveryCount, shareOf } from './coverage-gaps.js';

/**
 * Writes a coverage as a table, one line a machine, and below it what never came about. Where a machine has states,
 * `2/3` says that two of three were entered; a pair of event types counts as seen when one actor got both orders.
 */
export function coverageText(coverage: Coverage): string {
  const rows = Object.entries(coverage.machines).map(([name, machine]) => [
    name,
    ...COLUMNS.slice(0, 2).map((measure) => cellOf(coverage, name, measure)),
    String(deliveryCount(machine)),
    cellOf(coverage, name, 'orders'),
  ]);
  return [...alignedLines([HEADINGS, ...rows]), ...gapLines(coverage)].join('\n');
}

const HEADINGS = ['machine', 'states', 'transitions', 'state and event', 'both orders'];
const COLUMNS: readonly CoverageMeasure[] = ['states', 'transitions', 'orders'];
const NEVER: Readonly<Record<CoverageMeasure, string>> = {
  states: 'never in',
  transitions: 'never took',
  orders: 'never got',
};

function cellOf(coverage: Coverage, machine: string, measure: CoverageMeasure): string {
  const { covered = 0, total = 0 } = shareOf(coverage, machine, measure) ?? {};
  return `${covered}/${total}`;
}

function gapLines(coverage: Coverage): string[] {
  return Object.keys(coverage.machines).flatMap((machine) =>
    COLUMNS.flatMap((measure) => {
      const missing = shareOf(coverage, machine, measure)?.missing ?? [];
      return missing.length === 0 ? [] : [`${machine} ${NEVER[measure]} ${missing.join('; ')}`];
    }),
  );
}
