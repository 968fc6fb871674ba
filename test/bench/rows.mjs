// The one form in which the benchmarks say what they found: each row is printed, and written down for run.mjs, which
// gathers the rows of all benchmarks in one table.
import { appendFileSync } from 'node:fs';

/**
 * What was measured, beside what it is measured against.
 *
 * @typedef {object} Row
 * @property {string} what
 * @property {string} [against] - the peer; missing where a figure stands for itself
 * @property {'ns' | 'µs' | 'ms' | 'bytes' | 'MB' | 'a second'} unit - of both figures; more is better for `a second` alone
 * @property {number} ours
 * @property {number} [peer] - missing where the peer is not installed here
 * @property {number} [atLeast] - the aim: how many times better than the peer ours has to be
 * @property {number} [below] - the aim where a figure stands for itself
 * @property {string} [note]
 */

/**
 * Prints a row, and hands it to run.mjs where that started the benchmark.
 *
 * @param {Row} row
 */
export function report(row) {
  console.log(rowText(row));
  const file = process.env['BENCH_ROWS'];
  if (file !== undefined) {
    appendFileSync(file, `${JSON.stringify(row)}\n`);
  }
}

/** How many times better ours is than the peer; undefined without a peer. */
export function ratioOf({ unit, ours, peer }) {
  if (peer === undefined) {
    return undefined;
  }
  return unit === 'a second' ? ours / peer : peer / ours;
}

/** Whether a row is what it aims at; undefined where it aims at nothing, or has no peer here. */
export function holds(row) {
  if (row.below !== undefined) {
    return row.ours < row.below;
  }
  const ratio = ratioOf(row);
  return row.atLeast === undefined || ratio === undefined ? undefined : ratio >= row.atLeast;
}

/** The cells of a row, as text. */
export function cellsOf(row) {
  const { what, against = '', unit, ours, peer, atLeast, below, note } = row;
  const ratio = ratioOf(row);
  const kept = holds(row);
  return [
    what,
    `${figure(ours)} ${unit}`,
    against,
    peer === undefined ? (note ?? '') : `${figure(peer)} ${unit}`,
    ratio === undefined ? '' : times(ratio),
    below === undefined ? (atLeast === undefined ? '' : times(atLeast)) : `below ${figure(below)}`,
    kept === undefined ? '' : kept ? 'yes' : 'no',
  ];
}

/** The headings of those cells. */
export const headings = ['what', 'ours', 'against', 'peer', 'ratio', 'aim', 'holds'];

function rowText(row) {
  const [what, ours, against, peer, ratio, aim, kept] = cellsOf(row);
  const parts = [
    what.padEnd(50),
    ours.padStart(18),
    against === '' ? '' : `${against}${peer === '' ? '' : ` ${peer}`}`,
    ratio,
    aim === '' ? '' : `(aim ${aim}${kept === '' ? '' : `: ${kept}`})`,
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function times(ratio) {
  return `${ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;
}

function figure(number) {
  return number.toLocaleString('en', { maximumFractionDigits: number < 10 ? 2 : number < 100 ? 1 : 0 });
}
