import { type AxisKind, firstAxis, moved, showing, type View, wholeView, zoomed } from './axis.js';
import { Crowd } from './crowd.js';
import { crowdText, stayText } from './describe.js';
import type { LaneData } from './lane-data.js';
import { heightOf, type LaneRow, laneRows, rowAt } from './lane-rows.js';
import {
  type Canvas,
  paintActor,
  paintAxis,
  paintChosen,
  paintCrowd,
  paintName,
  paintSeries,
  paintWay,
  toPlace,
  valueAt,
} from './paint.js';
import { type Stay, stayAt, stayOf } from './stays.js';

const AXIS = 22;
const SERIES = 96;

/** What the chart stands in. */
export interface ChartPlaces {
  /** The part that scrolls; it has the focus. */
  readonly scroller: HTMLElement;
  /** As high as all lanes. */
  readonly spacer: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Where the series are painted, one below the other. */
  readonly series: HTMLCanvasElement;
  /** Where it is said what was chosen. */
  readonly details: HTMLElement;
}

/** The swim-lane chart: what can be seen of it, what is chosen, and how it is painted. */
export class Chart {
  readonly #data: LaneData;
  readonly #places: ChartPlaces;
  readonly #crowds = new Map<number, Crowd>();
  readonly #folded: Set<number>;
  #rows: LaneRow[];
  #view: View;
  /** The number of the chosen lane. */
  #row = 0;
  #chosen: Stay | undefined;
  #isPainting = false;

  constructor(data: LaneData, places: ChartPlaces) {
    this.#data = data;
    this.#places = places;
    this.#folded = new Set(data.groups.flatMap(({ isFolded }, group) => (isFolded ? [group] : [])));
    this.#rows = laneRows(data, this.#folded);
    this.#view = wholeView(data, firstAxis(data));
    new ResizeObserver(() => this.paint()).observe(places.scroller);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paint());
    places.scroller.addEventListener('scroll', () => this.paint());
    this.paint();
  }

  setAxis(kind: AxisKind): void {
    const stay = this.#chosen;
    this.#view = wholeView(this.#data, kind);
    this.#chosen = stay === undefined ? undefined : stayOf(this.#data, kind, stay.actor, stay.number);
    this.paint();
  }

  fit(): void {
    this.#view = wholeView(this.#data, this.#view.kind);
    this.paint();
  }

  /** Zooms by a factor; around a point of the canvas, or else around what is chosen, or the middle. */
  zoom(factor: number, x?: number): void {
    const { from, to } = this.#view;
    const chosen = this.#chosen;
    const isChosenSeen = chosen !== undefined && chosen.from >= from && chosen.from <= to;
    const middle = isChosenSeen ? chosen.from : (from + to) / 2;
    const centre = x === undefined ? middle : toPlace(this.#ground(), this.#view, x);
    this.#view = zoomed(this.#data, this.#view, factor, centre);
    this.paint();
  }

  /** Moves by a share of what can be seen. */
  pan(share: number): void {
    const { from, to } = this.#view;
    this.#view = moved(this.#data, this.#view, (to - from) * share);
    this.paint();
  }

  /** Moves by so many pixels. */
  drag(pixels: number): void {
    const { width, gutter } = this.#ground();
    this.pan(-pixels / (width - gutter));
  }

  /** Chooses the lane that is so many below the chosen one. */
  moveRow(by: number): void {
    const place = this.#chosen?.from ?? this.#view.from;
    this.#chooseRow(Math.min(this.#rows.length - 1, Math.max(0, this.#row + by)), place);
  }

  /** Chooses the stay that is so many behind the chosen one, in the same lane; any number leads to the ends. */
  moveStay(by: number): void {
    const row = this.#rows[this.#row];
    if (row === undefined || row.kind !== 'actor') {
      this.pan(Math.sign(by) / 10);
      return;
    }
    const count = this.#data.actors[row.actor]?.states.length ?? 0;
    const now = this.#chosen?.actor === row.actor ? this.#chosen.number : by > 0 ? -1 : count;
    this.#choose(stayOf(this.#data, this.#view.kind, row.actor, Math.min(count - 1, Math.max(0, now + by))));
  }

  /** Folds the group of the chosen lane, or unfolds it. */
  fold(): void {
    const row = this.#rows[this.#row];
    const group = row === undefined ? undefined : this.#data.groups[row.group];
    if (row === undefined || group?.isFolded !== true) {
      return;
    }
    if (!this.#folded.delete(row.group)) {
      this.#folded.add(row.group);
    }
    this.#rows = laneRows(this.#data, this.#folded);
    this.#chooseRow(
      this.#rows.findIndex((other) => other.group === row.group),
      this.#view.from,
    );
  }

  /** Chooses what is at a point of the canvas; folds or unfolds a group by its name. */
  click(x: number, y: number): void {
    const at = this.#at(x, y);
    const row = this.#rows[at];
    if (row === undefined) {
      return;
    }
    this.#row = at;
    if (row.kind !== 'actor' && x < this.#ground().gutter) {
      this.fold();
    } else {
      this.#chooseRow(at, toPlace(this.#ground(), this.#view, x));
    }
  }

  /** Says what is at a point of the canvas; an empty text where there is nothing. */
  textAt(x: number, y: number): string {
    const row = this.#rows[this.#at(x, y)];
    const ground = this.#ground();
    if (row === undefined || x < ground.gutter) {
      return '';
    }
    return this.#textOf(row, toPlace(ground, this.#view, x));
  }

  /** Paints soon, however often it is asked to until then. */
  paint(): void {
    if (!this.#isPainting) {
      this.#isPainting = true;
      requestAnimationFrame(() => {
        this.#isPainting = false;
        this.#paintNow();
      });
    }
  }

  #at(_x: number, y: number): number {
    return y < AXIS ? -1 : rowAt(this.#rows, y - AXIS + this.#places.scroller.scrollTop);
  }

  #chooseRow(number: number, place: number): void {
    const row = this.#rows[number];
    this.#row = number;
    if (row === undefined) {
      return;
    }
    if (row.kind === 'actor') {
      const { kind } = this.#view;
      this.#choose(stayAt(this.#data, kind, row.actor, place) ?? stayOf(this.#data, kind, row.actor, 0));
    } else {
      this.#chosen = undefined;
      this.#say(this.#textOf(row, place));
    }
    this.#scrollTo(row);
    this.paint();
  }

  #choose(stay: Stay | undefined): void {
    this.#chosen = stay;
    if (stay !== undefined) {
      this.#view = showing(this.#data, this.#view, stay.from, stay.to);
      this.#say(stayText(this.#data, stay));
    }
    this.paint();
  }

  #textOf({ kind, actor, group }: LaneRow, place: number): string {
    const values = this.#data.series.map(
      (series) => ` ${series.name}: ${valueAt(this.#data, this.#view, series, place)}.`,
    );
    if (kind === 'actor') {
      const stay = stayAt(this.#data, this.#view.kind, actor, place);
      return stay === undefined ? '' : stayText(this.#data, stay) + values.join('');
    }
    const counts = this.#crowd(group).inView({ kind: this.#view.kind, from: place, to: place }, 1)[0] ?? [];
    const hint = kind === 'crowd' ? ' Enter shows each of them.' : ' Enter folds them.';
    return crowdText(this.#data, group, counts) + values.join('') + hint;
  }

  #say(text: string): void {
    this.#places.details.textContent = text;
  }

  #scrollTo({ top, height }: LaneRow): void {
    const { scroller } = this.#places;
    const room = scroller.clientHeight - AXIS;
    if (top < scroller.scrollTop) {
      scroller.scrollTop = top;
    } else if (top + height > scroller.scrollTop + room) {
      scroller.scrollTop = top + height - room;
    }
  }

  #crowd(group: number): Crowd {
    const crowd = this.#crowds.get(group) ?? new Crowd(this.#data, group);
    this.#crowds.set(group, crowd);
    return crowd;
  }

  #ground(canvas = this.#places.canvas): Canvas {
    const styles = getComputedStyle(document.documentElement);
    const width = canvas.clientWidth;
    return {
      context: canvas.getContext('2d') as CanvasRenderingContext2D,
      width,
      height: canvas.clientHeight,
      gutter: Math.min(190, Math.round(width * 0.3)),
      colour: (name) => styles.getPropertyValue(name),
    };
  }

  #paintNow(): void {
    const { scroller, spacer, canvas, series } = this.#places;
    spacer.style.height = `${heightOf(this.#rows) + AXIS}px`;
    const room = Math.min(heightOf(this.#rows) + AXIS, Math.round(innerHeight * 0.5));
    scroller.style.height = `${room + 2}px`;
    resize(canvas, scroller.clientWidth, room);
    this.#paintLanes(this.#ground());
    series.hidden = this.#data.series.length === 0;
    resize(series, scroller.clientWidth, SERIES * this.#data.series.length);
    this.#data.series.forEach((one, index) => {
      const ground = this.#ground(series);
      ground.context.save();
      ground.context.translate(0, index * SERIES);
      const part = { ...ground, height: SERIES };
      paintAxis(part, this.#view, this.#data, false);
      paintSeries(part, this.#view, this.#data, one);
      const [actor = '', field = ''] = one.name.split(/@(.*)/s);
      paintName(part, actor, field, SERIES / 2 - 8);
      ground.context.restore();
    });
  }

  #paintLanes(ground: Canvas): void {
    const { context, width, height } = ground;
    const { scrollTop } = this.#places.scroller;
    paintAxis(ground, this.#view, this.#data, true);
    context.save();
    context.beginPath();
    context.rect(0, AXIS, width, height - AXIS);
    context.clip();
    this.#rows.forEach((row, number) => {
      const top = row.top + AXIS - scrollTop;
      if (top + row.height >= AXIS && top <= height) {
        this.#paintRow(ground, row, top, number === this.#row);
      }
    });
    this.#paintChoice(ground, scrollTop);
    context.restore();
  }

  #paintRow(ground: Canvas, row: LaneRow, top: number, isChosen: boolean): void {
    const { context, width, gutter } = ground;
    const { name = '' } = this.#data.groups[row.group] ?? {};
    context.fillStyle = ground.colour('--grid');
    context.fillRect(0, top + row.height - 1, width, 1);
    if (isChosen) {
      context.fillStyle = ground.colour('--focus');
      context.fillRect(0, top + 2, 4, row.height - 4);
    }
    if (row.kind === 'actor') {
      paintName(ground, this.#data.actors[row.actor]?.label ?? '', '', top + row.height / 2);
      paintActor(ground, this.#view, this.#data, row, top);
      return;
    }
    const count = this.#data.actors.filter(({ group }) => group === row.group).length;
    if (row.kind === 'head') {
      paintName(ground, `▾ ${name} × ${count}`, '', top + row.height / 2);
      return;
    }
    const crowd = this.#crowd(row.group);
    paintCrowd(ground, this.#view, crowd, row, top);
    paintName(ground, `▸ ${name} × ${count}`, `${crowd.most} at once at the most`, top + 26);
    context.fillRect(gutter, top, 1, row.height);
  }

  #paintChoice(ground: Canvas, scrollTop: number): void {
    const stay = this.#chosen;
    const row = this.#rows.find(({ actor }) => actor === stay?.actor && actor >= 0);
    if (stay === undefined || row === undefined) {
      return;
    }
    const top = row.top + AXIS - scrollTop;
    paintChosen(ground, this.#view, stay, top, row.height);
    const { since } = this.#data.actors[stay.actor] ?? { since: [] };
    const position = since[stay.number] ?? 0;
    const cause = this.#data.causes[position] ?? -1;
    const sender = this.#data.senders[position] ?? -1;
    const other = this.#rows.find(({ actor }) => actor === sender && actor >= 0);
    if (cause >= 0 && other !== undefined && other !== row) {
      const fromY = other.top + AXIS - scrollTop + other.height / 2;
      paintWay(ground, this.#view, this.#data, {
        from: cause,
        fromY,
        to: position,
        toY: top + (fromY < top ? 2 : row.height - 2),
      });
    }
  }
}

function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  const ratio = devicePixelRatio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.getContext('2d')?.scale(ratio, ratio);
}
