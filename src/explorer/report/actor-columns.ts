import { type Address, OUTSIDE } from '../../bus/address.js';
import { wrap } from './report-line.js';
import type { RecordedStep } from './schedule-record.js';
import { shortNames } from '../../trace/words/short-names.js';

/** A column for each actor of a schedule, in the order in which they come in. */
export interface ActorColumns {
  readonly width: number;
  /** What stands above the columns. */
  readonly heading: string;
  /** What the letters of the heading stand for, where there is no room for the names. */
  readonly legend: readonly string[];
  /** Where each actor's line runs. */
  readonly places: ReadonlyMap<Address, number>;
}

/** How much of a line the columns may take together; the rest belongs to the event and the states. */
const WIDEST = 0.44;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const MOST_LEGEND_LINES = 3;

/** Lays the columns out for the steps that are to be shown in lines of a width. */
export function layOutColumns(steps: readonly RecordedStep[], width: number): ActorColumns {
  const addresses = [...new Set(steps.flatMap(({ from, to }) => [from, to]))].filter(
    (address) => address !== OUTSIDE,
  );
  const names = [...shortNames(addresses).values()];
  const total = names.reduce((sum, name) => sum + name.length + 2, 0);
  if (total <= WIDEST * width) {
    return columnsOf(addresses, names, []);
  }
  // Actors beyond the alphabet have no line: so many columns could not be told apart.
  const lettered = addresses.slice(0, LETTERS.length);
  const legend = lettered.map((_, index) => `${LETTERS[index]}=${names[index]}`).join(', ');
  return columnsOf(
    lettered,
    LETTERS.slice(0, lettered.length).split(''),
    wrap(legend, width, MOST_LEGEND_LINES),
  );
}

function columnsOf(
  addresses: readonly Address[],
  headings: readonly string[],
  legend: readonly string[],
): ActorColumns {
  const places = new Map<Address, number>();
  let width = 0;
  addresses.forEach((address, index) => {
    const { length } = headings[index] ?? '';
    places.set(address, width + Math.floor((length - 1) / 2));
    width += length + 2;
  });
  return { width, heading: headings.join('  '), legend, places };
}

/** The columns at one step: the lines of all actors, and an arrow from its sender to its receiver. */
export function drawStep({ width, places }: ActorColumns, { from, to, kind }: RecordedStep): string {
  const cells = Array.from({ length: width }, () => ' ');
  for (const place of places.values()) {
    cells[place] = '│';
  }
  const start = places.get(from);
  const end = places.get(to);
  if (end === undefined) {
    return cells.join('');
  }
  const isLost = kind === 'drop' || kind === 'crash' || kind === 'restart';
  if (start === undefined || start === end) {
    cells[end] = isLost ? '✗' : '○';
    return cells.join('');
  }
  for (let place = Math.min(start, end); place <= Math.max(start, end); place++) {
    cells[place] = cells[place] === ' ' ? '─' : '┼';
  }
  cells[start] = '●';
  cells[end] = isLost ? '✗' : start < end ? '▶' : '◀';
  return cells.join('');
}
