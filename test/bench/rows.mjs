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
  handOver({ row });
}

function handOver(found) {
  const file = process.env['BENCH_ROWS'];
  if (file !== undefined) {
    appendFileSync(file, `${JSON.stringify(found)}\n`);
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

/** The rows as a table in Markdown. */
export function tableOf(rows) {
  const headings = ['what', 'ours', 'against', 'peer', 'ratio', 'aim', 'holds'];
  const lines = [headings, ...rows.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  const [head, ...body] = lines.map(
    (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`,
  );
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n');
}

function cellsOf(row) {
  const { what, against = '', unit, ours, peer, atLeast, below, note } = row;
  const ratio = ratioOf(row);
  const kept = holds(row);
  return [
    what,
    `${figure(ours)} ${unit}`,
    against,
    peer === undefined ? (note ?? '') : `${figure(peer)} ${unit}`,
    ratio === undefined ? '' : times(ratio),
    below === undefined ? (atLeast === undefined ? '' : times(atLeast)) : `below ${figure(below)} ${unit}`,
    kept === undefined ? '' : kept ? 'yes' : 'no',
  ];
}

function rowText(row) {
  const [what, ours, against, peer, ratio, aim, kept] = cellsOf(row);
  const beside = [against, peer].filter((cell) => cell !== '').join(' ');
  const wanted = aim === '' ? '' : `(aim ${aim}${kept === '' ? '' : `: ${kept}`})`;
  return [what.padEnd(46), ours.padStart(17), beside, ratio, wanted].filter((part) => part !== '').join('  ');
}

function times(ratio) {
  return `${ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;
}

function figure(number) {
  return number.toLocaleString('en', { maximumFractionDigits: number < 10 ? 2 : number < 100 ? 1 : 0 });
}

/**
 * A point of a curve: what one step costs with so many.
 *
 * @typedef {object} Point
 * @property {string} curve
 * @property {number} size
 * @property {number} ours - in nanoseconds
 * @property {number} [peer] - in nanoseconds
 * @property {string} [against]
 */

/**
 * Prints a point of a curve, and hands it to run.mjs where that started the benchmark.
 *
 * @param {Point} point
 */
export function plot(point) {
  const { curve, size, ours, peer, against } = point;
  const beside = peer === undefined ? '' : `  ${against} ${figure(peer)} ns`;
  console.log(`${curve.padEnd(46)} ${figure(size).padStart(8)}  ${figure(ours).padStart(8)} ns${beside}`);
  handOver({ point });
}

/**
 * How much of something's time goes into a part of it, as a fraction of 1; printed, and handed to run.mjs.
 *
 * @param {{ of: string, part: string, fraction: number }} found
 */
export function share(found) {
  console.log(`${found.part.padEnd(46)} ${percent(found.fraction)}`);
  handOver({ share: found });
}

/** The shares as a table in Markdown. */
export function shareTableOf(shares) {
  const lines = shares.map(({ part, fraction }) => `| ${part.padEnd(30)} | ${percent(fraction)} |`);
  return [
    '| part                           | share |',
    '| ------------------------------ | ----- |',
    ...lines,
  ].join('\n');
}

function percent(fraction) {
  return `${(fraction * 100).toFixed(0)} %`.padStart(5);
}
