// What a long lunch rush costs: time for each customer, and memory, as the customers get more. Run it after
// `npm run build`; `node lunch-rush.bench.mjs 200000` for other numbers. Each run is the command in a process of
// its own. Prints and fails nothing.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from './rows.mjs';

const counts = process.argv.slice(2).map(Number);
const customers = counts.length > 0 ? counts : [25_000, 50_000, 100_000, 200_000];
const command = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const reportMemory = `data:text/javascript,${encodeURIComponent(
  `process.on('exit', () => console.error('maxRSS ' + process.resourceUsage().maxRSS));`,
)}`;
const folder = mkdtempSync(join(tmpdir(), 'short-order-bench-'));

let largest = { count: 0, megabytes: 0 };

console.log('customers   seconds   ms a customer   largest resident set, MB (aim: under 300)');
for (const count of customers) {
  const from = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', reportMemory, command, 'run', 'lunch-rush', '--customers', `${count}`, '--log', 'staff.log'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  const seconds = (performance.now() - from) / 1000;
  const kilobytes = Number(/maxRSS (\d+)/.exec(stderr)?.[1]);
  if (status !== 0) throw new Error(`${count} customers: ended with status ${status}\n${stderr}`);
  if (count > largest.count) {
    largest = { count, megabytes: kilobytes / 1024 };
  }
  console.log(
    [
      count.toLocaleString('en').padStart(9),
      seconds.toFixed(1).padStart(9),
      ((seconds * 1000) / count).toFixed(3).padStart(15),
      (kilobytes / 1024).toFixed(0).padStart(15),
    ].join(' '),
  );
}
rmSync(folder, { recursive: true });
report({
  what: `memory of ${largest.count} customers of the lunch rush`,
  unit: 'MB',
  ours: largest.megabytes,
  below: 300,
});
