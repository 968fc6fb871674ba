// Keeps what the benchmarks found, by benchmark: one that is run again replaces its own figures alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { growthChart, speedChart } from './charts.mjs';
import { shareTableOf, tableOf } from './rows.mjs';
import { describe } from './this-machine.mjs';

/** Between such lines of the page beside the folder, `docs/performance.md`, stand the tables. */
const TABLE = /(?<=<!-- the table -->\n)[^]*?(?=<!-- the end of the table -->)/;
const SHARES = /(?<=<!-- the shares -->\n)[^]*?(?=<!-- the end of the shares -->)/;

/**
 * Writes `results.json` and the two charts into a folder, and the tables into the page of the folder's name.
 *
 * @param {string} folder
 * @param {object} measuredOn - see this-machine.mjs
 * @param {Record<string, object>} found - rows, points and shares, by benchmark
 */
export function writeResults(folder, measuredOn, found) {
  const file = join(folder, 'results.json');
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  // Figures of two machines do not belong in one table.
  const kept = Object.entries(before).filter(([, { measuredOn: on }]) => on.machine === measuredOn.machine);
  const now = Object.entries(found).map(([name, figures]) => [name, { measuredOn, ...figures }]);
  const benchmarks = Object.fromEntries(
    [...new Map([...kept, ...now])].toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  const all = Object.values(benchmarks);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(benchmarks, undefined, 2)}\n`);
  writeFileSync(join(folder, 'speed.svg'), speedChart(all.flatMap(({ rows }) => rows)));
  writeFileSync(join(folder, 'growth.svg'), growthChart(all.flatMap(({ points }) => points)));
  const page = `${folder.replace(/\/+$/, '')}.md`;
  if (existsSync(page)) {
    const load = Math.max(...all.map(({ measuredOn: on }) => on.load));
    const table = `\n${describe({ ...measuredOn, load })}\n\n${tableOf(all.flatMap(({ rows }) => rows))}\n\n`;
    const shares = `\n${shareTableOf(all.flatMap((figures) => figures.shares))}\n\n`;
    const text = readFileSync(page, 'utf8');
    writeFileSync(
      page,
      text.replace(TABLE, () => table).replace(SHARES, () => shares),
    );
  }
}
