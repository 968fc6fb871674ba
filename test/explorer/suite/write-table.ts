import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explore } from '../../../src/explorer/explore.js';
import { random } from '../../../src/explorer/strategies/random.js';
import type { Strategy } from '../../../src/explorer/strategy.js';
import { contenders } from './contenders.js';
import type { SuiteCase } from './suite-case.js';
import { suite } from './suite.js';

const DOCUMENT = new URL('../../../docs/explorer-suite.md', import.meta.url);
const BUDGET = 1000;
/** Strategies that leave something to chance are tried with each of these seeds. */
const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);
/** Of the schedules that the first so many seeds find, each is shrunk. */
const SHRUNK = 10;
/** The strategies that leave nothing to chance. */
const isDeterministic = ({ name }: Strategy): boolean =>
  name === 'exhaustive' || name.startsWith('delayBounded');

test('measure the suite, and write the tables into its document', async () => {
  const found: string[][] = [];
  const lengths: string[][] = [];
  for (const subject of suite) {
    found.push([
      subject.name,
      ...(await Promise.all(contenders.map((one) => medianToFailure(one, subject)))),
    ]);
    lengths.push([subject.name, ...(await lengthsOf(subject))]);
  }
  const names = contenders.map(({ name }) => name);
  const tables = [
    table(['system', ...names], found),
    table(['system', 'as found', 'shrunk', 'longest shrunk', 'shortest there is'], lengths),
  ];
  const parts = readFileSync(DOCUMENT, 'utf8').split(/(<!-- (?:table|end) -->\n)/);
  let next = 0;
  const written = parts.map((part, index) =>
    parts[index - 1]?.startsWith('<!-- table') === true ? `\n${tables[next++]}\n` : part,
  );
  writeFileSync(DOCUMENT, written.join(''));

  expect(next).toBe(tables.length);
});

/** The median number of schedules to the first failure; one that finds none within the budget counts as more. */
async function medianToFailure(strategy: Strategy, { buggy, options }: SuiteCase): Promise<string> {
  const numbers: number[] = [];
  for (const seed of isDeterministic(strategy) ? SEEDS.slice(0, 1) : SEEDS) {
    const { failure } = await explore(buggy, {
      ...options,
      strategy,
      seed,
      schedules: BUDGET,
      shrink: false,
    });
    numbers.push(failure?.schedule ?? Number.POSITIVE_INFINITY);
  }
  const median = medianOf(numbers);
  return median === Number.POSITIVE_INFINITY ? `> ${BUDGET}` : String(median);
}

/** How many decisions schedules have as chance found them, and shrunk. */
async function lengthsOf({ buggy, options, shortest }: SuiteCase): Promise<string[]> {
  const [before, after]: [number[], number[]] = [[], []];
  for (const seed of SEEDS) {
    const shrink = seed <= SHRUNK;
    const { failure, minimal } = await explore(buggy, { ...options, strategy: random(), seed, shrink });
    before.push(failure?.decisions.length ?? Number.POSITIVE_INFINITY);
    if (shrink) {
      after.push(minimal?.decisions.length ?? Number.POSITIVE_INFINITY);
    }
  }
  return [medianOf(before), medianOf(after), Math.max(...after), shortest].map(String);
}

/** The middle number; of an even count the lower of the two in the middle. */
function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...rows].map(line).join('');
}
