import { lastAtMost, placeOf, positionAt, roundPlaces, timeText, type View } from './axis.js';
import type { Crowd } from './crowd.js';
import type { LaneData, LaneSeries } from './lane-data.js';
import type { LaneRow } from './lane-rows.js';
import { type Stay, staysInView } from './stays.js';

/** A ground to paint on, and what it needs to know; all lengths are in pixels of the page. */
export interface Canvas {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** Where the names end and the chart begins. */
  readonly gutter: number;
  /** The value of a custom property of the page's style. */
  readonly colour: (name: string) => string;
}

const FONT = '12px system-ui, sans-serif';
const PADDING = 3;
/** A state's name is written into a stay that is at least so wide. */
const LEGIBLE = 36;

/** Where a place of the axis is on a canvas. */
function toX({ width, gutter }: Canvas, { from, to }: View, place: number): number {
  return gutter + ((place - from) / (to - from)) * (width - gutter);
}

/** Which place of the axis is at a point of a canvas. */
export function toPlace({ width, gutter }: Canvas, { from, to }: View, x: number): number {
  return from + ((x - gutter) / (width - gutter)) * (to - from);
}

/** Paints the round numbers of the axis, and a line for each down the canvas. */
export function paintAxis(canvas: Canvas, view: View, data: LaneData, isLabelled: boolean): void {
  const { context, height, gutter, width } = canvas;
  context.font = FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const place of roundPlaces(view, Math.floor((width - gutter) / 90))) {
    const x = Math.round(toX(canvas, view, place)) + 0.5;
    context.strokeStyle = canvas.colour('--grid');
    context.beginPath();
    context.moveTo(x, isLabelled ? 18 : 0);
    context.lineTo(x, height);
    context.stroke();
    if (isLabelled) {
      context.fillStyle = canvas.colour('--quiet');
      const text = view.kind === 'time' ? timeText(place) : `step ${data.first + place}`;
      context.fillText(text, Math.min(x, width - context.measureText(text).width / 2 - 4), 9);
    }
  }
}

/** Paints the lane of one actor. */
export function paintActor(canvas: Canvas, view: View, data: LaneData, row: LaneRow, top: number): void {
  const { context, width, gutter } = canvas;
  const states = data.groups[row.group]?.states ?? [];
  const y = top + PADDING;
  const height = row.height - 2 * PADDING;
  context.font = FONT;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const stay of staysInView(data, view, row.actor, width - gutter)) {
    const left = Math.max(gutter, toX(canvas, view, stay.from));
    const right = Math.min(width, toX(canvas, view, stay.to));
    paintStay(canvas, stay.state, left, y, Math.max(1, right - left), height);
    if (right - left >= LEGIBLE) {
      context.fillStyle = canvas.colour('--ink');
      writeWithin(context, states[stay.state] ?? '', left + 4, y + height / 2, right - left - 6);
    }
  }
}

function paintStay(
  { context, colour }: Canvas,
  state: number,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  context.fillStyle = colour(`--state-${state % 10}`);
  context.fillRect(x, y, width, height);
  if (width > 4) {
    context.fillStyle = colour('--edge');
    context.fillRect(x, y, 1, height);
  }
}

/** Paints a folded group: above each other how many are in each state, on a scale up to the most that lived at once. */
export function paintCrowd(canvas: Canvas, view: View, crowd: Crowd, row: LaneRow, top: number): void {
  const { context, width, gutter } = canvas;
  const height = row.height - 2 * PADDING;
  const unit = height / Math.max(1, crowd.most);
  crowd.inView(view, width - gutter).forEach((counts, pixel) => {
    let y = top + PADDING + height;
    counts.forEach((count, state) => {
      if (count > 0) {
        context.fillStyle = canvas.colour(`--state-${state % 10}`);
        context.fillRect(gutter + pixel, y - count * unit, 1, count * unit);
        y -= count * unit;
      }
    });
  });
}

/** Paints the name of a lane, and what is said of it below. */
export function paintName({ context, gutter, colour }: Canvas, name: string, note: string, y: number): void {
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.font = `600 ${FONT}`;
  context.fillStyle = colour('--ink');
  writeWithin(context, name, 8, y, gutter - 14);
  if (note !== '') {
    context.font = FONT;
    context.fillStyle = colour('--quiet');
    writeWithin(context, note, 8, y + 16, gutter - 14);
  }
}

/** Paints a number over time: the least and the greatest of each pixel. */
export function paintSeries(canvas: Canvas, view: View, data: LaneData, series: LaneSeries): void {
  const { context, width, gutter, height } = canvas;
  const greatest = Math.max(1, ...series.values);
  const base = height - 6;
  const toY = (value: number): number => base - (value / greatest) * (height - 22);
  context.fillStyle = canvas.colour('--series');
  let value = valueAt(data, view, series, view.from);
  for (let x = gutter; x < width; x++) {
    const until = toPlace(canvas, view, x + 1);
    let most = value;
    const last = lastAtMost(series.since, positionAt(data, view.kind, until));
    const first = lastAtMost(series.since, positionAt(data, view.kind, toPlace(canvas, view, x))) + 1;
    for (let index = first; index <= last; index++) {
      most = Math.max(most, series.values[index] ?? 0);
    }
    value = series.values[last] ?? 0;
    context.fillRect(x, toY(most), 1, base - toY(most));
  }
  context.font = FONT;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillStyle = canvas.colour('--quiet');
  context.fillText(String(greatest), gutter - 4, toY(greatest));
  context.fillText('0', gutter - 4, base);
  context.strokeStyle = canvas.colour('--grid');
  context.strokeRect(gutter + 0.5, toY(greatest) - 0.5, width - gutter - 1, base - toY(greatest) + 1);
}

/** The value of a series at a place of an axis; 0 before the first. */
export function valueAt(
  data: LaneData,
  { kind }: View,
  { since, values }: LaneSeries,
  place: number,
): number {
  return values[lastAtMost(since, positionAt(data, kind, place))] ?? 0;
}

/** Paints a frame around the stay that is chosen, and a line down from the step with which it began. */
export function paintChosen(canvas: Canvas, view: View, stay: Stay, top: number, height: number): void {
  const { context, width, gutter, colour } = canvas;
  const left = Math.max(gutter, toX(canvas, view, stay.from));
  const right = Math.min(width, toX(canvas, view, stay.to));
  context.strokeStyle = colour('--focus');
  context.lineWidth = 2;
  context.strokeRect(left, top + 2, Math.max(2, right - left), height - 4);
  context.lineWidth = 1;
}

/** Paints the way of an event from the lane of its sender to that of its receiver. */
export function paintWay(
  canvas: Canvas,
  view: View,
  data: LaneData,
  way: { readonly from: number; readonly fromY: number; readonly to: number; readonly toY: number },
): void {
  const { context, colour } = canvas;
  const fromX = toX(canvas, view, placeOf(data, view.kind, way.from));
  const x = toX(canvas, view, placeOf(data, view.kind, way.to));
  const side = way.fromY < way.toY ? -1 : 1;
  context.strokeStyle = colour('--focus');
  context.fillStyle = colour('--focus');
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(fromX, way.fromY);
  context.lineTo(x, way.toY + side * 6);
  context.stroke();
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, way.toY);
  context.lineTo(x - 4, way.toY + side * 8);
  context.lineTo(x + 4, way.toY + side * 8);
  context.fill();
}

/** Writes a text that takes no more than so many pixels. */
function writeWithin(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  width: number,
): void {
  if (context.measureText(text).width <= width) {
    context.fillText(text, x, y);
    return;
  }
  const signs = Array.from(text);
  let length = Math.min(signs.length, Math.ceil(width / 3));
  while (length > 0 && context.measureText(`${signs.slice(0, length).join('')}…`).width > width) {
    length--;
  }
  if (length > 1) {
    context.fillText(`${signs.slice(0, length).join('')}…`, x, y);
  }
}
