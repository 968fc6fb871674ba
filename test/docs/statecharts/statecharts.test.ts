import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AnyStateMachine, type AnyStateNode, createMachine, StateMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { type ChartState, chartOf } from './chart.js';
import { CHARACTER, layOut, type PlacedState } from './chart-layout.js';
import { charted, drawStatechart } from './statecharts.js';

const root = new URL('../../../', import.meta.url);
const folder = new URL('docs/statecharts/', root);

/** The name of its file, in kebab-case as files here have it. */
const pictureOf = ({ id }: AnyStateMachine): string =>
  `${id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.svg`;

/** Draws the pictures anew: `npm run statecharts`. */
if (process.env['UPDATE_DOCS'] !== undefined) {
  for (const machine of charted) {
    writeFileSync(new URL(pictureOf(machine), folder), await drawStatechart(machine));
  }
}

describe.each(charted.map((machine) => ({ id: machine.id, machine })))(
  'the statechart of $id',
  ({ machine }) => {
    test('in the docs shows the machine as it is; `npm run statecharts` draws it anew', async () => {
      expect(readFileSync(new URL(pictureOf(machine), folder), 'utf8')).toBe(await drawStatechart(machine));
    });

    test('has each state of the machine once, and an arrow for each transition to another', () => {
      const chart = chartOf(machine);
      const paths = [...statesOf(chart.root)].map(({ path }) => path);
      const nodes = [...nodesOf(machine.root)];
      const targets = nodes
        .flatMap((node) => [...node.transitions.values(), node.always ?? []].flat())
        .flatMap(({ target }) => target ?? []);

      expect(new Set(paths).size).toBe(paths.length);
      expect(paths).toHaveLength(nodes.length);
      expect(chart.transitions).toHaveLength(targets.length);
      expect(
        chart.transitions.filter(({ from, to }) => !paths.includes(from) || !paths.includes(to)),
      ).toEqual([]);
    });

    test('has all that is written in a state within it, and no two states on each other', async () => {
      const { states } = await layOut(chartOf(machine));

      const tooNarrow = states.filter(({ state, width }) =>
        [state.name, ...state.lines].some(({ length }) => length * CHARACTER > width - 12),
      );
      expect(tooNarrow).toEqual([]);
      const pairs = states.flatMap((one, index) =>
        states.slice(index + 1).map((other) => [one, other] as const),
      );
      const onEachOther = pairs.filter(([one, other]) =>
        [...statesOf(one.state)].includes(other.state) ? !contains(one, other) : overlap(one, other),
      );
      expect(onEachOther).toEqual([]);
    });

    test('is on the page of statecharts', () => {
      expect(readFileSync(new URL('docs/statecharts.md', root), 'utf8')).toContain(
        `(statecharts/${pictureOf(machine)})`,
      );
    });
  },
);

test('each machine that machines/ exports has a statechart, and no picture is left of others', async () => {
  const modules = readdirSync(new URL('machines/', root)).map(
    (file) => import(new URL(`machines/${file}`, root).href),
  );
  const exported = (await Promise.all(modules)).flatMap((module: object) => Object.values(module));

  expect(new Set(exported.filter((value) => value instanceof StateMachine))).toEqual(new Set(charted));
  expect(readdirSync(folder).sort()).toEqual(charted.map(pictureOf).sort());
});

test('what there is no sign for is refused', () => {
  const withHistory = createMachine({
    id: 'm',
    initial: 'a',
    states: { a: {}, before: { type: 'history' } },
  });
  const toSeveral = createMachine({
    id: 'm',
    type: 'parallel',
    on: { go: { target: ['.a', '.b'] } },
    states: { a: {}, b: {} },
  });

  expect(() => chartOf(withHistory)).toThrow('before is a history state');
  expect(() => chartOf(toSeveral)).toThrow('m goes to several states on go');
});

function* nodesOf(node: AnyStateNode): Generator<AnyStateNode> {
  yield node;
  for (const inner of Object.values(node.states)) {
    yield* nodesOf(inner);
  }
}

function* statesOf(state: ChartState): Generator<ChartState> {
  yield state;
  for (const inner of state.states) {
    yield* statesOf(inner);
  }
}

function overlap(a: PlacedState, b: PlacedState): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function contains(outer: PlacedState, inner: PlacedState): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
