import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explorer/explore.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import { exhaustiveStates } from '../../src/explorer/strategies/exhaustive-states.js';
import type { ExploreOptions } from '../../src/explorer/explore-options.js';
import type { Subject } from '../../src/explorer/subject.js';
import { endsOf, enumerate, type PlainActor, type PlainSend } from './plain-enumeration.js';
import { boundedBuffer } from './systems/bounded-buffer.js';
import { leaderElection } from './systems/leader-election.js';
import { lostUpdate, nothingIsLost } from './systems/lost-update.js';
import { everybodyEats, philosophers } from './systems/philosophers.js';
import { oneAtATime, tokenRing } from './systems/token-ring.js';
import { allDecideAlike, twoPhaseCommit } from './systems/two-phase-commit.js';

/** Explores every state and says how many there are, with the verdict. */
async function statesOf(subject: Subject, options: ExploreOptions = {}) {
  const { verdict, statistics } = await explore(() => subject, {
    strategy: exhaustiveStates(),
    ...options,
  });
  return { verdict, states: statistics.states };
}

const COMPLETE = 'passed: explored completely';

describe('two threads that add one to a cell', () => {
  test('lose an update in 18 of 20 schedules, which are 4 of 6 classes', async () => {
    const options = { properties: [nothingIsLost], keepGoing: true };
    const all = await explore(lostUpdate, { ...options, strategy: exhaustive({ reduction: false }) });
    const classes = await explore(lostUpdate, { ...options, strategy: exhaustive() });

    expect(all.statistics).toMatchObject({ schedules: 20, failing: 18, isComplete: true });
    expect(classes.statistics).toMatchObject({ schedules: 6, failing: 4, cut: 0, isComplete: true });
  });

  test('lose it in six decisions at the least', async () => {
    const { failure } = await explore(lostUpdate, {
      strategy: exhaustiveStates(),
      properties: [nothingIsLost],
    });

    expect(failure).toMatchObject({ address: 'cell', message: 'the cell holds 1' });
    expect(failure?.decisions).toHaveLength(6);
  });
});

describe('the dining philosophers', () => {
  test.each([
    [2, 49],
    [3, 359],
    [4, 2569],
    [5, 18_305],
  ])('%i of them have %i states, and starve first after three decisions each', async (count, states) => {
    const subject = philosophers(count);
    const { verdict, failure, statistics } = await explore(() => subject, {
      strategy: exhaustiveStates(),
      properties: [everybodyEats(count)],
      keepGoing: true,
    });
    const plain = enumerate(plainPhilosophers(count, false));
    const starving = endsOf(plain).filter(({ actors }) => actors['p0'] !== 'fed');

    expect(verdict).toBe('failed');
    expect(failure?.decisions).toHaveLength(3 * count);
    expect(statistics.states).toBe(states);
    expect(plain).toHaveLength(states);
    expect(starving.map(({ depth }) => depth)).toEqual([3 * count]);
  });

  test.each([
    [2, 44],
    [3, 328],
    [4, 2347],
    [5, 16_725],
  ])('%i of them with one left-handed have %i states, and none starves', async (count, states) => {
    const subject = philosophers(count, { isFixed: true });
    const found = await statesOf(subject, { properties: [everybodyEats(count)] });

    expect(found).toEqual({ verdict: COMPLETE, states });
    expect(enumerate(plainPhilosophers(count, true))).toHaveLength(states);
  });
});

test('two-phase commit has as many states as its plain model, and all decide alike', async () => {
  const found = await statesOf(twoPhaseCommit(), { invariants: [allDecideAlike], noUnhandledEvents: true });
  const plain = enumerate(plainTwoPhaseCommit());

  expect(found).toEqual({ verdict: COMPLETE, states: 1807 });
  expect(plain).toHaveLength(1807);
});

test('a token ring has as many states as its plain model, and one is inside at a time', async () => {
  const found = await statesOf(tokenRing(), { invariants: [oneAtATime], noUnhandledEvents: true });
  const plain = enumerate(plainTokenRing());

  expect(found).toEqual({ verdict: COMPLETE, states: 269 });
  expect(plain).toHaveLength(269);
});

test('a bounded buffer has as many states as its plain model', async () => {
  const found = await statesOf(boundedBuffer(), { noUnhandledEvents: true });
  const plain = enumerate(plainBoundedBuffer());

  expect(found).toEqual({ verdict: COMPLETE, states: 278 });
  expect(plain).toHaveLength(278);
});

test.each([
  [[3, 2, 1], 128],
  [[1, 2, 3], 84],
  [[2, 4, 1, 3], 488],
])('a leader election among %j has %i states, as has its plain model', async (ids, states) => {
  const found = await statesOf(leaderElection(ids), { noUnhandledEvents: true });
  const plain = enumerate(plainLeaderElection(ids));

  expect(found).toEqual({ verdict: COMPLETE, states });
  expect(plain).toHaveLength(states);
});

function plainPhilosophers(count: number, isFixed: boolean): Record<string, PlainActor<string>> {
  const actors: Record<string, PlainActor<string>> = {};
  for (let i = 0; i < count; i++) {
    const [left, right] = [`f${i}`, `f${(i + 1) % count}`];
    const [first, second] = isFixed && i === count - 1 ? [right, left] : [left, right];
    actors[`p${i}`] = {
      start: 'thinking',
      sends: [[first, 'TAKE']],
      react: (state) =>
        state === 'thinking' ? ['hungry', [second, 'TAKE']] : ['fed', [first, 'DROP'], [second, 'DROP']],
    };
    actors[left] = {
      start: 'free',
      react: (state, [type], from) => {
        if (type === 'TAKE') {
          return state === 'free' ? ['held', [from, 'GOT']] : [`held, wanted by ${from}`];
        }
        return state === 'held' ? ['free'] : ['held', [state.split(' ').at(-1) ?? '', 'GOT']];
      },
    };
  }
  return actors;
}

function plainTwoPhaseCommit(): Record<string, PlainActor<string>> {
  const names = ['p1', 'p2', 'p3'];
  const all = (type: string): PlainSend[] => names.map((name) => [name, type]);
  const participant: PlainActor<string> = {
    start: 'willing',
    react: (state, [type]) => {
      switch (type) {
        case 'IMPATIENT':
          return [state === 'willing' ? 'unwilling' : state];
        case 'PREPARE':
          return state === 'willing' ? ['prepared', ['boss', 'YES']] : ['aborted', ['boss', 'NO']];
        default:
          return [type];
      }
    },
  };
  return {
    boss: {
      start: '0',
      sends: all('PREPARE'),
      react: (state, [type]) => {
        if (!/\d/.test(state) || state.startsWith('aborted')) {
          return [state];
        }
        if (type === 'NO') {
          return [`aborted ${state}`, ...all('aborted')];
        }
        return state === '2' ? ['committed', ...all('committed')] : [String(Number(state) + 1)];
      },
    },
    ...Object.fromEntries(names.map((name) => [name, { ...participant, sends: [[name, 'IMPATIENT']] }])),
  };
}

interface RingNode {
  readonly wants: boolean;
  readonly isInside: boolean;
  /** The hops that were left when the token was last used here. */
  readonly left: number;
}

function plainTokenRing(): Record<string, PlainActor<RingNode>> {
  const nothing: RingNode = { wants: false, isInside: false, left: 0 };
  const pass = (next: number, left: number): PlainSend[] =>
    left > 0 ? [[`n${next}`, 'TOKEN', left - 1]] : [];
  const actors: Record<string, PlainActor<RingNode>> = {};
  for (let i = 0; i < 3; i++) {
    const next = (i + 1) % 3;
    actors[`n${i}`] = {
      start: nothing,
      react: (state, [type, left = 0]) => {
        switch (type) {
          case 'WANT':
            return [{ ...state, wants: true }];
          case 'LEAVE':
            return [{ ...state, isInside: false }, ...pass(next, state.left)];
          default:
            return state.wants
              ? [{ wants: false, isInside: true, left }, [`n${i}`, 'LEAVE']]
              : [state, ...pass(next, left)];
        }
      },
    };
    actors[`c${i}`] = { start: nothing, sends: [[`n${i}`, 'WANT']], react: (state) => [state] };
  }
  actors['starter'] = { start: nothing, sends: [['n0', 'TOKEN', 5]], react: (state) => [state] };
  return actors;
}

/** The buffer's state is its item, the item put too early, and who waits; a reader's is the sum of its items. */
function plainBoundedBuffer(): Record<string, PlainActor<readonly (number | string)[]>> {
  const reader: PlainActor<readonly (number | string)[]> = {
    start: [0],
    sends: [['buffer', 'GET']],
    react: ([sum], [, item = 0]) => [[Number(sum) + item], ['buffer', 'GET']],
  };
  return {
    buffer: {
      start: [0, 0],
      react: ([item = 0, put = 0, ...waiting], [type, given = 0], from) => {
        if (type === 'GET') {
          if (item === 0) {
            return [[item, put, ...waiting, from]];
          }
          const freed: PlainSend[] = put === 0 ? [] : [['writer', 'OK']];
          return [[put, 0, ...waiting], [from, 'ITEM', Number(item)], ...freed];
        }
        const [first, ...others] = waiting;
        if (first !== undefined) {
          return [
            [item, put, ...others],
            [String(first), 'ITEM', given],
            ['writer', 'OK'],
          ];
        }
        return item === 0
          ? [
              [given, put],
              ['writer', 'OK'],
            ]
          : [[item, given]];
      },
    },
    writer: {
      start: [1],
      sends: [['buffer', 'PUT', 1]],
      react: ([last]) => {
        const next = Number(last) + 1;
        return next > 3 ? [[Number(last)]] : [[next], ['buffer', 'PUT', next]];
      },
    },
    r1: reader,
    r2: reader,
  };
}

function plainLeaderElection(ids: readonly number[]): Record<string, PlainActor<number>> {
  const actors: Record<string, PlainActor<number>> = {
    starter: { start: 0, sends: ids.map((_, i) => [`n${i}`, 'START']), react: (state) => [state] },
  };
  ids.forEach((own, i) => {
    const next = `n${(i + 1) % ids.length}`;
    actors[`n${i}`] = {
      start: 0,
      react: (leader, [type, id = 0]) => {
        if (type === 'START') {
          return [leader, [next, 'ELECT', own]];
        }
        if (type === 'LEADER') {
          return id === own ? [id] : [id, [next, 'LEADER', id]];
        }
        if (id === own) {
          return [leader, [next, 'LEADER', own]];
        }
        return id > own ? [leader, [next, 'ELECT', id]] : [leader];
      },
    };
  });
  return actors;
}
