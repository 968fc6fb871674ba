import type { Statistics } from '../statistics.js';
import { lineOf, type ReportLine } from './report-line.js';

/** What an exploration did, in lines; nothing in them depends on how fast it was. */
export function statisticsLines({
  schedules,
  distinct,
  failing,
  cut,
  steps,
  isComplete,
  states,
  warnings,
}: Statistics): ReportLine[] {
  const runs = [
    `${schedules} run`,
    `${distinct} distinct`,
    `${failing} failing`,
    ...(cut === 0 ? [] : [`${cut} cut short`]),
  ];
  return [
    lineOf(`Schedules  ${runs.join(', ')}`),
    lineOf(`Steps      least ${steps.least}, mean ${rounded(steps.mean)}, most ${steps.most}`),
    ...(states === undefined ? [] : [lineOf(`States     ${states}`)]),
    lineOf(`Complete   ${isComplete ? 'yes' : 'no'}`),
    ...warnings.map((warning) => lineOf(`Warning    ${warning}`, 'marked')),
  ];
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
