// Writes the customers of an M/M/2 queue: the milliseconds from each arrival to the next, and of each one's service,
// both from exponential distributions, at four fifths of what two tellers can do. After `npm run build`,
// `node write-customers.mjs 10000 > customers.csv` wrote the file beside this one; a second number is another seed
// than 1.
import { createRandom } from '../../dist/src/index.js';

const MEAN_SERVICE = 1;
const MEAN_GAP = MEAN_SERVICE / 2 / 0.8;

const [count = 10_000, seed = 1] = process.argv.slice(2).map(Number);
const random = createRandom(seed);
const lines = Array.from({ length: count }, () =>
  [MEAN_GAP, MEAN_SERVICE].map((mean) => random.exponential(mean).toFixed(6)).join(),
);
process.stdout.write(['gap,service', ...lines, ''].join('\n'));
