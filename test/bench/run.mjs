// Runs the benchmarks one after another, each in a process of its own: `npm run bench`. With a word, only those
// whose name contains it: `npm run bench -- clock`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const wanted = process.argv[2] ?? '';
const benchmarks = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.mjs') && file.slice(0, -'.bench.mjs'.length).includes(wanted))
  .toSorted();

if (benchmarks.length === 0) {
  console.error(`No benchmark's name contains "${wanted}". See test/bench/.`);
  process.exitCode = 2;
}
for (const file of benchmarks) {
  console.log(`\n# ${file}\n`);
  const { status } = spawnSync(process.execPath, [...process.execArgv, file], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  });
  if (status !== 0) {
    console.error(`${file} ended with status ${status}`);
    process.exitCode = 1;
  }
}
