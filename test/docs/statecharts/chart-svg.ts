import { markupText } from '../../../src/trace/pictures/markup.js';
import type { Chart, ChartState } from './chart.js';
import {
  type Box,
  LINE_HEIGHT,
  NAME_HEIGHT,
  type PlacedChart,
  type PlacedState,
  type PlacedTransition,
  type Point,
} from './chart-layout.js';

const ROUNDING = 8;
const HEAD = 8;

/** Draws a statechart that was laid out, for a light and for a dark ground. */
export function chartSvg({ root, transitions }: Chart, placed: PlacedChart): string {
  const { width, height, states, dots } = placed;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">Statechart of ${markupText(root.name)}</title>`,
    `<desc id="desc">${markupText(descriptionOf(root, transitions), 20_000)}</desc>`,
    STYLE,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    ...states.map((state) => boxSvg(state, states)),
    ...dots.map(dotSvg),
    ...placed.transitions.map(arrowSvg),
    // Above all arrows, so that none runs through words.
    ...states.map((state) => wordsSvg(state, states)),
    ...placed.transitions.map((transition) => labelSvg(transition, states)),
    '</svg>',
  ]
    .filter((line) => line !== '')
    .join('\n')}\n`;
}

const STYLE = `<style>
svg{--ground:#fff;--tinted:#f2f4f7;--ink:#1b1f24;--quiet:#59636e;--line:#7d8793;--start:#1b1f24;color-scheme:light dark}
@media(prefers-color-scheme:dark){svg{--ground:#15181c;--tinted:#1e2329;--ink:#e8eaed;--quiet:#a5adb7;--line:#8b95a1;--start:#e8eaed}}
text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:var(--ink);white-space:pre}
.ground{fill:var(--ground)}.name{font-weight:600}.quiet{fill:var(--quiet)}
.state{stroke:var(--line)}.tinted{fill:var(--tinted)}.pale{fill:var(--ground)}.region{stroke-dasharray:5 4}.rim{fill:none;stroke:var(--line)}
.arrow{fill:none;stroke:var(--line);stroke-width:1.3}.head{fill:var(--line)}.start{fill:var(--start)}
.on-pale,.on-tinted{stroke:var(--ground);stroke-width:4px;paint-order:stroke;stroke-linejoin:round}.on-tinted{stroke:var(--tinted)}
</style>`;

/** The states and where one gets from each, in sentences. */
function descriptionOf(root: ChartState, transitions: Chart['transitions']): string {
  const sentences: string[] = [];
  const tell = (state: ChartState): void => {
    const { path, kind, initial, lines, states } = state;
    sentences.push(
      [
        `${path}: ${kind === 'parallel' ? `${states.map(({ name }) => name).join(' and ')} at once` : kind}`,
        ...(initial === undefined ? [] : [`begins in ${initial}`]),
        ...lines,
        ...transitions
          .filter(({ from }) => from === path)
          .map(({ to, lines: words }) => `${words.join(' ')} to ${to}`),
      ].join('; '),
    );
    states.forEach(tell);
  };
  tell(root);
  return `${sentences.join('. ')}.`;
}

function boxSvg({ state, ...box }: PlacedState, all: readonly PlacedState[]): string {
  const parent = all.find((other) => other.state.states.includes(state));
  const classes = [
    isPale({ state, ...box }) ? 'pale' : 'tinted',
    ...(parent?.state.kind === 'parallel' ? ['region'] : []),
  ];
  const { x, y, width, height } = box;
  const rim = { x: x + 3, y: y + 3, width: width - 6, height: height - 6 };
  return (
    rectSvg(['state', ...classes].join(' '), box, ROUNDING) +
    (state.kind === 'final' ? rectSvg('rim', rim, ROUNDING - 3) : '')
  );
}

/** States in each other are pale and tinted in turn; the innermost are always tinted. */
function isPale({ state, depth }: PlacedState): boolean {
  return depth % 2 === 0 && state.states.length > 0;
}

/** The class of words at a place, by the ground that they stand on. */
function onGroundAt({ x, y }: Point, states: readonly PlacedState[]): string {
  const innermost = states.findLast(
    (box) => x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height,
  );
  return innermost === undefined || isPale(innermost) ? 'on-pale' : 'on-tinted';
}

function wordsSvg({ state, x, y, width }: PlacedState, all: readonly PlacedState[]): string {
  const on = onGroundAt({ x: x + 1, y: y + 1 }, all);
  const place =
    state.states.length > 0 ? `x="${round(x + 12)}"` : `x="${round(x + width / 2)}" text-anchor="middle"`;
  return [
    `<text class="name ${on}" ${place} y="${round(y + NAME_HEIGHT / 2 + 6)}">${markupText(state.name)}</text>`,
    ...state.lines.map(
      (line, index) =>
        `<text class="quiet ${on}" x="${round(x + 12)}" y="${round(y + NAME_HEIGHT + (index + 1) * LINE_HEIGHT - 2)}">${markupText(line, 400)}</text>`,
    ),
  ].join('\n');
}

function rectSvg(classes: string, { x, y, width, height }: Box, radius: number): string {
  return `<rect class="${classes}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}"/>`;
}

function dotSvg({ x, y, width, height }: Box): string {
  return `<circle class="start" cx="${round(x + width / 2)}" cy="${round(y + height / 2)}" r="${round(width / 2)}"/>`;
}

function arrowSvg({ way }: PlacedTransition): string {
  const [before, tip] = way.slice(-2);
  if (before === undefined || tip === undefined) {
    return '';
  }
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const along = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length };
  const base = { x: tip.x - HEAD * along.x, y: tip.y - HEAD * along.y };
  const side = { x: (-along.y * HEAD) / 2, y: (along.x * HEAD) / 2 };
  const head = [tip, { x: base.x + side.x, y: base.y + side.y }, { x: base.x - side.x, y: base.y - side.y }];
  return `<polyline class="arrow" points="${pointsText([...way.slice(0, -1), base])}"/><polygon class="head" points="${pointsText(head)}"/>`;
}

function labelSvg({ transition, label }: PlacedTransition, states: readonly PlacedState[]): string {
  if (transition === undefined || label === undefined) {
    return '';
  }
  const on = onGroundAt(label, states);
  return transition.lines
    .map((line, index) => {
      const y = round(label.y + (index + 1) * LINE_HEIGHT - 4);
      return `<text class="${on}${index === 0 ? '' : ' quiet'}" x="${round(label.x + 3)}" y="${y}">${markupText(line, 400)}</text>`;
    })
    .join('');
}

function pointsText(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ');
}

/** Half pixels are as fine as anybody sees. */
function round(length: number): number {
  return Math.round(length * 2) / 2;
}
