import type { TraceSink } from '../trace-format.js';
import { shortNames } from '../words/short-names.js';
import { columnName, type SequenceLayout, type SequenceRow } from './sequence-layout.js';
import { markupText } from './markup.js';
import { colourProperties, COLOURS } from './state-colours.js';

/** The most steps that such a picture may have. */
export const MOST_SVG_STEPS = 5000;

const ROW = 20;
const CHARACTER = 7.3;
const MARGIN = 16;
const BAR = 8;
/** The names of the actors stand above the columns again after so many rows. */
const ROWS_PER_HEADING = 40;
const LONGEST_NAME = 24;
const LONGEST_EVENT = 44;
const LONGEST_CHANGE = 60;
const LONGEST_ENDS = 34;
/** Names beside each other are so far apart at the most; where they do not fit, they lean. */
const WIDEST_COLUMN = 150;
const LEANING_COLUMN = 28;
const NARROWEST_COLUMN = 70;

/**
 * Draws a sequence as SVG: a column for each actor with its states as bars, a row for each step with an arrow from
 * sender to receiver, and beside it the event and what it changed. Steps of one moment stand on one ground.
 */
export function drawSvg(layout: SequenceLayout, sink: TraceSink): void {
  const { system, rows, columns } = layout;
  const frame = frameOf(layout);
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;
  const title = `${system}: steps ${first} to ${last}`;
  const times = `${rows[0]?.time ?? 0} to ${rows.at(-1)?.time ?? 0} ms`;
  sink(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${frame.width}" height="${frame.height}" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-labelledby="title desc">`,
  );
  sink(`<title id="title">${markupText(title)}</title>`);
  sink(
    `<desc id="desc">${markupText(
      `Sequence diagram of ${columns.length} actors and ${rows.length} steps, from ${times}. Each row is a step: its number, its time, an arrow from sender to receiver, the event, and what it changed.`,
      400,
    )}</desc>`,
  );
  sink(style());
  sink(`<rect class="ground" width="${frame.width}" height="${frame.height}"/>`);
  drawGround(frame, rows, sink);
  drawStates(frame, layout, sink);
  for (let row = 0; row < rows.length; row += ROWS_PER_HEADING) {
    drawHeading(frame, row, sink);
  }
  rows.forEach((row, number) => drawRow(frame, row, number, rows[number - 1]?.time, sink));
  sink('</svg>');
}

/** Where everything stands. */
interface Frame {
  readonly width: number;
  readonly height: number;
  readonly names: ReadonlyMap<string, string>;
  readonly isLeaning: boolean;
  readonly heading: number;
  /** The middle of each column. */
  readonly x: ReadonlyMap<string, number>;
  /** Where the texts begin: who sent to whom, the event, what it changed. */
  readonly ends: number;
  readonly events: number;
  readonly changes: number;
  /** The top of a row. */
  readonly top: (row: number) => number;
}

function frameOf({ columns, rows }: SequenceLayout): Frame {
  const all = columns.map(columnName);
  const short = shortNames(all);
  const names = new Map(columns.map((label, index) => [label, short.get(all[index] ?? '') ?? label]));
  const longest = Math.min(LONGEST_NAME, Math.max(...[...names.values()].map((name) => name.length), 1));
  const upright = Math.max(NARROWEST_COLUMN, longest * CHARACTER + MARGIN);
  const isLeaning = columns.length > 12 || upright > WIDEST_COLUMN;
  const step = isLeaning ? LEANING_COLUMN : upright;
  const heading = isLeaning ? longest * CHARACTER * Math.SQRT1_2 + 24 : 30;
  const numbers = MARGIN + CHARACTER * 18;
  const x = new Map(columns.map((label, index) => [label, Math.round(numbers + step * (index + 0.5))]));
  const ends = Math.round(numbers + step * columns.length + MARGIN);
  // Where the text is far from the arrow, it says as well what the arrow says.
  const endsWidth = isLeaning ? widest(rows, (row) => endsOf(row, names), LONGEST_ENDS) + 2 * MARGIN : 0;
  const events = Math.round(ends + endsWidth);
  const changes = Math.round(events + widest(rows, ({ text }) => text, LONGEST_EVENT) + 2 * MARGIN);
  const width = Math.round(changes + widest(rows, changeOf, LONGEST_CHANGE) + MARGIN);
  const top = (row: number): number =>
    Math.round(MARGIN + row * ROW + (Math.floor(row / ROWS_PER_HEADING) + 1) * heading);
  return {
    width: Math.max(width, 480),
    height: top(rows.length - 1) + ROW + MARGIN,
    names,
    isLeaning,
    heading,
    x,
    ends,
    events,
    changes,
    top,
  };
}

function widest(rows: readonly SequenceRow[], textOf: (row: SequenceRow) => string, longest: number): number {
  return CHARACTER * rows.reduce((most, row) => Math.max(most, Math.min(longest, textOf(row).length)), 0);
}

function changeOf({ change, notes }: SequenceRow): string {
  return [change, ...notes].filter((text) => text !== '').join(' · ');
}

function endsOf({ from, to }: SequenceRow, names: ReadonlyMap<string, string>): string {
  const receiver = names.get(to) ?? to;
  return from === to ? receiver : `${names.get(from) ?? from} → ${receiver}`;
}

function style(): string {
  const { light, dark } = colourProperties();
  return `<style>
svg{${light};--ground:#fff;--band:#f2f4f7;--ink:#1b1f24;--quiet:#59636e;--line:#aab2bd;--lost:#b3261e;color-scheme:light dark}
@media(prefers-color-scheme:dark){svg{${dark};--ground:#15181c;--band:#1e2329;--ink:#e8eaed;--quiet:#a5adb7;--line:#59636e;--lost:#ff8a80}}
text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:var(--ink);unicode-bidi:isolate;white-space:pre}
.ground{fill:var(--ground)}.band{fill:var(--band)}.quiet{fill:var(--quiet)}.name{font-weight:600}
.life{stroke:var(--line)}.arrow{stroke:var(--ink);fill:none}.head{fill:var(--ink)}.lost{stroke:var(--lost);fill:none;stroke-width:2}
.self{fill:var(--ground);stroke:var(--ink);stroke-width:1.5}.hit{fill:transparent}.row:hover .hit{fill:var(--line);fill-opacity:.3}
${Array.from({ length: COLOURS }, (_, index) => `.s${index}{fill:var(--state-${index})}`).join('')}
</style>`;
}

/** The grounds of every other moment. */
function drawGround({ top, width }: Frame, rows: readonly SequenceRow[], sink: TraceSink): void {
  let isBanded = true;
  rows.forEach(({ time }, row) => {
    if (row > 0 && time !== rows[row - 1]?.time) {
      isBanded = !isBanded;
    }
    if (isBanded) {
      sink(`<rect class="band" y="${top(row)}" width="${width}" height="${ROW}"/>`);
    }
  });
}

/** The life of each actor as a line, and its states as bars on it. */
function drawStates(frame: Frame, { columns, before, rows }: SequenceLayout, sink: TraceSink): void {
  const colours = new Map<string, number>();
  const open = new Map<string, { readonly since: number; readonly state: string }>();
  const end = frame.top(rows.length - 1) + ROW;
  const close = (label: string, until: number): void => {
    const bar = open.get(label);
    const x = frame.x.get(label);
    open.delete(label);
    if (bar === undefined || x === undefined) {
      return;
    }
    sink(`<line class="life" x1="${x}" x2="${x}" y1="${bar.since}" y2="${until}"/>`);
    if (bar.state !== '') {
      const colour = colours.get(bar.state) ?? colours.size % COLOURS;
      colours.set(bar.state, colour);
      const tip = `${columnName(label)}: ${bar.state}`;
      sink(
        `<rect class="s${colour}" x="${x - BAR / 2}" y="${bar.since}" width="${BAR}" height="${until - bar.since}"><title>${markupText(tip)}</title></rect>`,
      );
    }
  };
  for (const label of columns) {
    const state = before.get(label);
    if (state !== undefined) {
      open.set(label, { since: frame.top(0), state });
    }
  }
  rows.forEach(({ states, ended }, row) => {
    const y = frame.top(row) + ROW / 2;
    for (const [label, state] of states) {
      close(label, y);
      open.set(label, { since: y, state });
    }
    for (const label of ended) {
      close(label, y + ROW / 2);
    }
  });
  for (const label of columns) {
    close(label, end);
  }
}

function drawHeading(
  { names, x, isLeaning, heading, width, top }: Frame,
  row: number,
  sink: TraceSink,
): void {
  const y = top(row) - 10;
  if (row > 0) {
    // The bars of the states would run through the names.
    const ground = Math.round(top(row) - heading);
    sink(`<rect class="ground" y="${ground}" width="${width}" height="${Math.round(heading)}"/>`);
    sink(`<line class="life" x1="0" x2="${width}" y1="${ground}" y2="${ground}"/>`);
  }
  const turn = isLeaning ? ' transform="rotate(-45 $ $)"' : '';
  for (const [label, name] of names) {
    const middle = x.get(label) ?? 0;
    const place = turn.replace('$', String(middle)).replace('$', String(y));
    const anchor = isLeaning ? 'start' : 'middle';
    sink(
      `<text class="name" x="${middle}" y="${y}" text-anchor="${anchor}"${place}><title>${markupText(columnName(label))}</title>${markupText(name, LONGEST_NAME)}</text>`,
    );
  }
}

function drawRow(
  { x, top, names, isLeaning, ends, events, changes, width }: Frame,
  row: SequenceRow,
  number: number,
  timeBefore: number | undefined,
  sink: TraceSink,
): void {
  const { index, time, from, to, text, isLost } = row;
  const y = top(number);
  const middle = y + ROW / 2;
  const base = y + 14;
  const when = time === timeBefore ? '' : `${Number(time.toFixed(3))} ms`;
  const tip = `step ${index} at ${time} ms: ${text}, from ${columnName(from)} to ${columnName(to)}`;
  sink(
    `<g class="row"><rect class="hit" y="${y}" width="${width}" height="${ROW}"><title>${markupText(tip, 400)}</title></rect>` +
      `<text class="quiet" x="${MARGIN + 12 * CHARACTER}" y="${base}" text-anchor="end">${when}</text>` +
      `<text class="quiet" x="${MARGIN + 17.5 * CHARACTER}" y="${base}" text-anchor="end">${index}</text>` +
      arrow(x.get(from) ?? 0, x.get(to) ?? 0, middle, isLost) +
      (isLeaning
        ? `<text class="quiet" x="${ends}" y="${base}">${markupText(endsOf(row, names), LONGEST_ENDS)}</text>`
        : '') +
      `<text x="${events}" y="${base}">${markupText(text, LONGEST_EVENT)}</text>` +
      `<text class="quiet" x="${changes}" y="${base}">${markupText(changeOf(row), LONGEST_CHANGE)}</text></g>`,
  );
}

/** An arrow; a circle where an actor has itself to thank. */
function arrow(from: number, to: number, y: number, isLost: boolean): string {
  if (isLost) {
    const cross = `<path class="lost" d="M${to - 5} ${y - 5}l10 10m0-10l-10 10"/>`;
    return from === to ? cross : `<line class="lost" x1="${from}" x2="${to}" y1="${y}" y2="${y}"/>${cross}`;
  }
  if (from === to) {
    return `<circle class="self" cx="${to}" cy="${y}" r="4.5"/>`;
  }
  const side = from < to ? -1 : 1;
  const tip = to + side * (BAR / 2);
  return (
    `<line class="arrow" x1="${from}" x2="${tip + side * 4}" y1="${y}" y2="${y}"/>` +
    `<path class="head" d="M${tip} ${y}l${side * 8} -4v8z"/>`
  );
}
