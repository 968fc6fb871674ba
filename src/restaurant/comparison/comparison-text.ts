import { alignedLines } from '../../trace/words/aligned-lines.js';
import type { Measured, Work } from './compare-schedulers.js';

/** The measurements as one table; each kind of work is held against its first scheduler. */
export function comparisonTable(measured: readonly Measured[]): string[] {
  const rows = [
    ['work', 'scheduler', 'threads', 'elapsed', 'speed-up', 'CPU'],
    ...measured.map((one) => [
      one.work,
      one.scheduler,
      String(one.threads),
      `${seconds(one.elapsed)} s`,
      speedUp(measured, one).toFixed(2),
      `${seconds(one.cpu)} s`,
    ]),
  ];
  return alignedLines(rows, 2);
}

/** What the measurements show, in one sentence that says what was measured and no more. */
export function comparisonSentence(measured: readonly Measured[]): string {
  const waiting = gainIn(measured, 'waiting');
  const computing = gainIn(measured, 'computing');
  const { threads } = measured.reduce((most, one) => (one.threads > most.threads ? one : most));
  const both = `computing ${computing.toFixed(2)} times as fast and waiting ${waiting.toFixed(2)} times`;
  if (computing < NOTABLE) {
    return `${threads} threads made ${both}: nothing was gained, as where only one processor is free.`;
  }
  return waiting < NOTABLE
    ? `${threads} threads made ${both}: staff who wait get by with one thread, staff who compute need one each.`
    : `${threads} threads made ${both}.`;
}

/** How many times as fast one was as the first with the same work. */
function speedUp(measured: readonly Measured[], { work, elapsed }: Measured): number {
  const [first] = measured.filter((one) => one.work === work);
  return (first?.elapsed ?? elapsed) / elapsed;
}

/** What the scheduler with the most threads made of it. */
function gainIn(measured: readonly Measured[], work: Work): number {
  const same = measured.filter((one) => one.work === work);
  const [first, ...others] = same;
  const widest = others.reduce((most, one) => (one.threads > (most?.threads ?? 0) ? one : most), first);
  return widest === undefined ? 1 : speedUp(measured, widest);
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2);

/** From how many times as fast on a difference is worth a word. */
const NOTABLE = 1.2;
