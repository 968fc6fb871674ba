// oxlint-disable-next-line typescript/triple-slash-reference -- asciichart comes without types, and a file of types cannot be imported.
/// <reference path="./asciichart.d.ts" />
import asciichart from 'asciichart';
import type { LevelFigures } from './level-history.js';
import type { Figures } from './report.js';

/** Renders the figures for a terminal of 80 columns, as lines of plain text. */
export function reportText(figures: Figures): readonly string[] {
  const { elapsed, customers, items, waiting, staff, queue } = figures;
  return [
    row(
      'Customers',
      `${customers.served} served of ${customers.arrived}, ${customers.servedPerHour.toFixed(0)} an hour`,
    ),
    ...named('Not served', customers.notServed),
    ...(customers.neverCame === null
      ? []
      : [
          row(
            'Never came',
            `${customers.neverCame.count}: ${customers.neverCame.first} to ${customers.neverCame.last}`,
          ),
        ]),
    row('Items', `${items.made} made`),
    ...(waiting === null
      ? []
      : [
          row(
            'Waiting',
            `mean ${duration(waiting.mean)}, median ${duration(waiting.median)}, ` +
              `95% within ${duration(waiting.percentile95)}, longest ${duration(waiting.longest)}`,
          ),
        ]),
    ...staff.map(({ name, busy }, index) =>
      row(index === 0 ? 'Busy' : '', `${bar(busy)} ${percent(busy)}  ${name}`),
    ),
    row('Queue', `mean ${queue.mean.toFixed(1)}, longest ${queue.highest}`),
    ...chart(queue),
    row('Elapsed', duration(elapsed)),
  ];
}

const terminalWidth = 80;
const labelWidth = 11;
const barWidth = 20;
const chartHeight = 5;

function row(label: string, text: string): string {
  return `${label.padEnd(labelWidth)}${text}`;
}

/** All the names, on as many lines as they need. */
function named(label: string, names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const [index, name] of names.entries()) {
    const word = index < names.length - 1 ? `${name},` : name;
    const last = lines.at(-1);
    if (last !== undefined && labelWidth + last.length + 1 + word.length <= terminalWidth) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line, index) => row(index === 0 ? label : '', line));
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * barWidth);
  return '█'.repeat(full) + '░'.repeat(barWidth - full);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`.padStart(4);
}

/** The queue over time: 64 columns at most, and a line that says how long one of them is. */
function chart({ bins, binMs, highest }: LevelFigures): readonly string[] {
  if (highest === 0 || bins.length < 2) return [];
  const highestMean = Math.max(...bins);
  const lines = asciichart.plot(bins, {
    min: 0,
    max: highestMean,
    height: Math.min(chartHeight, Math.max(1, Math.ceil(highestMean))),
    offset: 2,
    format: (value) => value.toFixed(1).padStart(labelWidth - 2),
  });
  return [...lines.split('\n').map((line) => line.trimEnd()), row('', `one column is ${duration(binMs)}`)];
}

/** `8.4 s`, `12 min 3 s`, `1 h 6 min`. */
function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
