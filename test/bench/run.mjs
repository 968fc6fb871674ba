// Runs the benchmarks one after another, each in a process of its own, and prints one table of what they found:
// `npm run bench`. With words, only those whose name contains one of them: `npm run bench -- clock delivery`.
// `--write docs/performance` keeps the figures and charts in a folder, and the table in the page of its name. Fails
// only where a benchmark does.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeResults } from './results.mjs';
import { tableOf } from './rows.mjs';
import { describe, describeThisMachine } from './this-machine.mjs';

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'string' } },
});
const benchmarks = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.mjs'))
  .filter((file) => words.length === 0 || words.some((word) => basename(file, '.bench.mjs').includes(word)))
  .toSorted();

if (benchmarks.length === 0) {
  console.error(`No benchmark's name contains "${words.join('" or "')}". See test/bench/.`);
  process.exitCode = 2;
} else {
  runAll();
}

function runAll() {
  const scratch = mkdtempSync(join(tmpdir(), 'short-order-bench-'));
  const found = Object.fromEntries(
    benchmarks.map((file) => [basename(file, '.bench.mjs'), run(file, join(scratch, file))]),
  );
  rmSync(scratch, { recursive: true });
  const rows = Object.values(found).flatMap((benchmark) => benchmark.rows);
  const measuredOn = describeThisMachine();
  console.log(`\n# All of it\n\n${describe(measuredOn)}\n\n${tableOf(rows)}`);
  if (values.write !== undefined) {
    writeResults(values.write, measuredOn, found);
    console.log(`\nWritten to ${values.write}`);
  }
}

/** Runs one; returns its rows, points and shares. */
function run(file, written) {
  console.log(`\n# ${file}\n`);
  writeFileSync(written, '');
  const { status } = spawnSync(process.execPath, [...process.execArgv, join(import.meta.dirname, file)], {
    stdio: 'inherit',
    env: { ...process.env, BENCH_ROWS: written },
  });
  if (status !== 0) {
    console.error(`${file} ended with status ${status}`);
    process.exitCode = 1;
  }
  const lines = readFileSync(written, 'utf8').trim();
  const all = lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line));
  return {
    rows: all.flatMap(({ row }) => row ?? []),
    points: all.flatMap(({ point }) => point ?? []),
    shares: all.flatMap(({ share }) => share ?? []),
  };
}
