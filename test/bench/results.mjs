// Keeps what the benchmarks found in a file, by benchmark: one that is run again replaces its own figures alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { growthChart, speedChart } from './charts.mjs';

/**
 * Writes `results.json` and the two charts into a folder.
 *
 * @param {string} folder
 * @param {object} measuredOn - see this-machine.mjs
 * @param {Record<string, object>} found - rows and points, by benchmark
 */
export function writeResults(folder, measuredOn, found) {
  const file = join(folder, 'results.json');
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  // Figures of two machines do not belong in one table.
  const kept = before.measuredOn?.machine === measuredOn.machine ? before.benchmarks : {};
  const benchmarks = Object.fromEntries(
    Object.entries({ ...kept, ...found }).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  const all = Object.values(benchmarks);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ measuredOn, benchmarks }, undefined, 2)}\n`);
  writeFileSync(join(folder, 'speed.svg'), speedChart(all.flatMap(({ rows }) => rows)));
  writeFileSync(join(folder, 'growth.svg'), growthChart(all.flatMap(({ points }) => points)));
}
