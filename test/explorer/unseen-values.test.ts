import { describe, expect, test } from 'vitest';
import { assign, createMachine, fromCallback, fromPromise, sendParent } from 'xstate';
import { explore } from '../../src/explorer/explore.js';
import type { ExploreOptions } from '../../src/explorer/explore-options.js';
import { exhaustiveStates } from '../../src/explorer/strategies/exhaustive-states.js';
import type { Invariant } from '../../src/explorer/properties/invariant.js';
import type { SubjectFactory } from '../../src/explorer/subject.js';
import { findUnseen } from '../../src/explorer/unseen-value.js';

class Box {
  readonly #letters: string;
  constructor(letters = '') {
    this.#letters = letters;
  }
  add(letter: string): Box {
    return new Box(this.#letters + letter);
  }
  get letters(): string {
    return this.#letters;
  }
}

const key = Symbol('letters');
const hidden = (value: string): { readonly letters: string } =>
  Object.defineProperty({ letters: '' }, 'letters', { value, enumerable: false });

/** A way to keep letters: how it begins, adds one, and tells them. */
interface Keeper {
  readonly start: unknown;
  add(kept: unknown, letter: string): unknown;
  tell(kept: unknown): string;
}

function keeper<TKept>(
  start: TKept,
  add: (kept: TKept, letter: string) => TKept,
  tell: (kept: TKept) => string,
): Keeper {
  return {
    start,
    add: (kept, letter) => add(kept as TKept, letter),
    tell: (kept) => tell(kept as TKept),
  };
}

const inBox = keeper(
  new Box(),
  (box, letter) => box.add(letter),
  (box) => box.letters,
);
const keepers: Record<string, Keeper> = {
  'a private field': inBox,
  'a closure': keeper<() => string>(
    () => '',
    (kept, letter) => {
      const before = kept();
      return () => before + letter;
    },
    (kept) => kept(),
  ),
  'a symbol key': keeper(
    { [key]: '' },
    (kept, letter) => ({ [key]: kept[key] + letter }),
    (kept) => kept[key] ?? '',
  ),
  'a hidden property': keeper(
    hidden(''),
    (kept, letter) => hidden(kept.letters + letter),
    (kept) => kept.letters,
  ),
  'search parameters': keeper(
    new URLSearchParams('q='),
    (kept, letter) => new URLSearchParams(`q=${kept.get('q')}${letter}`),
    (kept) => kept.get('q') ?? '',
  ),
};

/** Four senders of a letter each; only one order of the 24 is wrong. */
function spelling({ start, add }: Keeper): SubjectFactory {
  const machine = createMachine({
    id: 'root',
    context: { kept: start },
    invoke: ['a', 'b', 'c', 'd'].map((letter) => ({
      id: letter.toUpperCase(),
      src: createMachine({ entry: sendParent({ type: letter }) }),
    })),
    on: { '*': { actions: assign({ kept: ({ context, event }) => add(context.kept, event.type) }) } },
  });
  return () => ({ machine });
}

function neverSpells({ tell }: Keeper, word: string): ExploreOptions {
  return {
    shrink: false,
    invariants: [{ name: `never ${word}`, holds: (view) => tell(view.context('root')?.['kept']) !== word }],
  };
}

describe.each(Object.entries(keepers))('what is kept in %s', (_name, kept) => {
  test('is not taken for seen by a search over states', async () => {
    const options = { ...neverSpells(kept, 'none'), strategy: exhaustiveStates() };
    const { verdict, statistics } = await explore(spelling(kept), options);
    expect(verdict).toBe('passed: budget reached');
    expect(statistics.warnings).toEqual([expect.stringContaining('nobody can see all of root.context.kept')]);
  });

  test('does not hide the one order of 24 that is wrong, nor keep the default from completing', async () => {
    expect((await explore(spelling(kept), neverSpells(kept, 'dcba'))).verdict).toBe('failed');
    const { verdict, statistics } = await explore(spelling(kept), neverSpells(kept, 'none'));
    expect(verdict).toBe('passed: explored completely');
    expect(statistics.states).toBeUndefined();
    expect(statistics.distinct).toBe(24);
  });
});

test('a schedule is not called the shortest where states cannot be told apart', async () => {
  const boxed = await explore(spelling(inBox), { ...neverSpells(inBox, 'ab'), shrink: true });
  expect(boxed.minimal).toMatchObject({ decisions: { length: 2 }, isShortest: false });
  const plain = keeper(
    '',
    (text, letter) => text + letter,
    (text) => text,
  );
  const known = await explore(spelling(plain), { ...neverSpells(plain, 'ab'), shrink: true });
  expect(known.minimal).toMatchObject({ decisions: { length: 2 }, isShortest: true });
});

test('a search over states with a callback is never complete, with a promise it may be', async () => {
  const strategy = exhaustiveStates();
  const listens = fromCallback(({ receive }) => receive(() => undefined));
  const withCallback = createMachine({ id: 'root', invoke: { id: 'task', src: listens } });
  const one = await explore(() => ({ machine: withCallback }), { strategy });
  expect(one.verdict).toBe('passed: budget reached');
  expect(one.statistics.warnings.join()).toContain('root/task (a callback, whose variables nobody sees)');
  const withPromise = createMachine({
    id: 'root',
    invoke: { id: 'task', src: fromPromise(() => Promise.resolve(1)) },
  });
  const other = await explore(() => ({ machine: withPromise }), { strategy });
  expect(other.verdict).toBe('passed: explored completely');
});

test('values that are changed in place where nobody sees it do not leak into other schedules', async () => {
  class Tally {
    #count = 0;
    add(): number {
      return ++this.#count;
    }
  }
  const machine = createMachine({
    id: 'root',
    types: {} as { context: { tally: Tally; most: number } },
    context: () => ({ tally: new Tally(), most: 0 }),
    invoke: ['a', 'b'].map((id) => ({ id, src: createMachine({ entry: sendParent({ type: 'add' }) }) })),
    on: { add: { actions: assign({ most: ({ context }) => context.tally.add() }) } },
  });
  const invariants: Invariant[] = [
    { name: 'at most two', holds: (view) => Number(view.context('root')?.['most']) <= 2 },
  ];
  const { verdict, statistics } = await explore(() => ({ machine }), { invariants });
  expect(verdict).toBe('passed: explored completely');
  expect(statistics.warnings).toEqual([]);
});

test.each([
  [{ a: 1, b: ['x', null, undefined], c: new Map([[1, new Set([2])]]), d: new Date(0) }, undefined],
  [{ error: new TypeError('x'), url: new URL('x:'), bytes: new Uint8Array(2) }, undefined],
  [{ list: [{ box: new Box() }] }, { path: '.list[0].box', what: 'an instance of Box' }],
  [{ call: Math.max }, { path: '.call', what: 'the function max' }],
  [{ [key]: 1 }, { path: '[Symbol(letters)]', what: 'a property named by a symbol' }],
  [{ a: hidden('') }, { path: '.a.letters', what: 'a hidden property' }],
  [
    {
      get a() {
        return 1;
      },
    },
    { path: '.a', what: 'a computed property' },
  ],
  [new Error('x', { cause: 1 }), { path: '.cause', what: 'a hidden property' }],
  [new (class Numbers extends Map {})(), { path: '', what: 'an instance of Numbers' }],
  [Object.assign([1], { a: 1 }), { path: '', what: 'an array with holes, or with properties of its own' }],
  [{ a: Symbol('x') }, { path: '.a', what: 'a symbol' }],
])('of %o what cannot be seen is %o', (value, unseen) => {
  expect(findUnseen(value, () => undefined)).toEqual(unseen);
});
