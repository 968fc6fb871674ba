import { compareSchedulers } from '../restaurant/comparison/compare-schedulers.js';
import { comparisonSentence, comparisonTable } from '../restaurant/comparison/comparison-text.js';
import { contestants } from '../restaurant/comparison/contestants.js';
import { parseStaff } from '../restaurant/staff-names.js';
import type { Host } from './host.js';
import { readNumber } from './read-number.js';
import { listenForSignals, stoppedBy } from './signals.js';

/** The options of `compare`, as they were typed. */
export interface CompareCommandOptions {
  readonly threads: string;
  readonly items: string;
  readonly seconds: string;
  readonly json?: true;
}

/** `short-order compare`: kitchens that wait and kitchens that compute, on one thread and on several. */
export async function compareCommand(host: Host, options: CompareCommandOptions): Promise<void> {
  const { stop } = host;
  const threads = readNumber('--threads', options.threads, { least: 1, most: 64, isWhole: true, unit: '' });
  const items = readNumber('--items', options.items, { least: 1, most: 1000, isWhole: true, unit: '' });
  const seconds = readNumber('--seconds', options.seconds, {
    least: 0.01,
    most: 60,
    isWhole: false,
    unit: '',
  });
  const staff = parseStaff(String(Math.max(2, threads)));
  const ignoreSignals = listenForSignals(() => stop.abort(stoppedBy('SIGINT')), stop);
  const measured = await compareSchedulers({
    staff,
    items,
    ms: Math.round(1000 * seconds),
    contestants: contestants(threads, staff),
    signal: stop.signal,
  }).finally(ignoreSignals);
  if (options.json === true) {
    host.stdout.say(JSON.stringify(measured));
    return;
  }
  for (const line of [...comparisonTable(measured), '', comparisonSentence(measured)]) {
    host.stdout.say(line);
  }
}
