import { describe, expect, test } from 'vitest';
import { raise, sendTo, setup } from 'xstate';
import { type Coverage, mergeCoverage } from '../../src/explorer/coverage/coverage.js';
import { coverageText } from '../../src/explorer/coverage/coverage-text.js';
import { demandCoverage } from '../../src/explorer/coverage/demand-coverage.js';
import { explore } from '../../src/explorer/explore.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import { replaySchedule } from '../../src/explorer/strategies/replay.js';
import { lostUpdate } from './systems/lost-update.js';
import { senders } from './systems/senders.js';

/** A door that passes through `ajar` at its start, and that two hands push and lock; it has more than they use. */
const door = setup({
  actors: {
    hand: setup({
      types: { input: {} as { readonly does: string }, context: {} as { readonly does: string } },
      actions: {
        act: sendTo(
          ({ system }) => system.get('door'),
          ({ context }) => ({ type: context.does }),
        ),
      },
    }).createMachine({ id: 'hand', context: ({ input }) => input, entry: 'act' }),
  },
  actions: { creak: raise({ type: 'CREAK' }) },
}).createMachine({
  id: 'door',
  initial: 'ajar',
  invoke: [
    { src: 'hand', id: 'one', input: { does: 'PUSH' } },
    { src: 'hand', id: 'two', input: { does: 'LOCK' } },
  ],
  states: {
    ajar: { always: 'closed' },
    closed: { on: { PUSH: { target: 'open', actions: 'creak' }, LOCK: 'locked' } },
    open: { initial: 'still', states: { still: { on: { CREAK: 'loud' } }, loud: {} } },
    locked: { on: { UNLOCK: 'closed' } },
  },
});

const createDoor = () => ({ machine: door, systemId: 'door' });

async function coverageOf(decisions?: readonly string[]): Promise<Coverage> {
  const strategy =
    decisions === undefined
      ? exhaustive()
      : replaySchedule({ system: ['door', 'door/one', 'door/two'], decisions });
  const { coverage } = await explore(createDoor, { strategy, coverage: true });
  return coverage as Coverage;
}

const pushFirst = ['deliver PUSH door/one>door', 'deliver LOCK door/two>door'];
const lockFirst = ['deliver LOCK door/two>door', 'deliver PUSH door/one>door'];

describe('coverage', () => {
  test('counts the states, transitions, deliveries and orders of one schedule', async () => {
    const { machines } = await coverageOf(pushFirst);

    expect(machines).toEqual({
      door: {
        states: { ajar: 1, closed: 1, locked: 0, open: 1, 'open.loud': 1, 'open.still': 1 },
        transitions: {
          'ajar always -> closed': 1,
          'closed LOCK -> locked': 0,
          'closed PUSH -> open': 1,
          'locked UNLOCK -> closed': 0,
          'open.still CREAK -> open.loud': 1,
        },
        deliveries: { closed: { PUSH: 1 }, 'open.loud': { LOCK: 1 } },
        orders: { PUSH: { LOCK: 1 } },
      },
      hand: { states: {}, transitions: {}, deliveries: {}, orders: {} },
    });
  });

  test('is nothing unless it is asked for', async () => {
    const { coverage } = await explore(createDoor, { strategy: exhaustive() });

    expect(coverage).toBeUndefined();
  });

  test('merges what two files found, through JSON, into what one exploration of both finds', async () => {
    const [one, other] = [await coverageOf(pushFirst), await coverageOf(lockFirst)];

    const merged = mergeCoverage(...[other, one].map((part) => JSON.parse(JSON.stringify(part)) as Coverage));

    expect(JSON.stringify(merged)).toBe(JSON.stringify(await coverageOf()));
    expect(merged.machines['door']?.states['ajar']).toBe(2);
    expect(JSON.stringify(mergeCoverage(one, other))).toBe(JSON.stringify(mergeCoverage(other, one)));
  });

  test('names a machine without an id as its parent does, and tells alternatives of one name apart', async () => {
    const { coverage } = await explore(lostUpdate, { strategy: exhaustive(), coverage: true });

    expect(Object.keys(coverage?.machines ?? {})).toEqual(['a', 'b', 'cell', 'team']);
    expect(coverage?.machines['cell']?.orders).toMatchObject({
      READ: { WRITE: expect.any(Number) as number },
    });
    expect(coverage?.machines['cell']?.deliveries['(root)']).toHaveProperty('WRITE');
  });

  test('sees both orders only where one actor got both', async () => {
    const twoReceivers = () =>
      senders([
        { to: 'r', count: 1 },
        { to: 's', count: 1 },
      ]);
    const { coverage } = await explore(twoReceivers, {
      strategy: exhaustive({ reduction: false }),
      coverage: true,
    });

    expect(coverage?.machines['receiver']?.orders).toEqual({});
  });

  test('is printed as a table, with what never came about below', async () => {
    expect(coverageText(await coverageOf(pushFirst))).toBe(
      [
        'machine  states  transitions  state and event  both orders',
        'door     5/6     3/5          2                0/1',
        'hand     0/0     0/0          0                0/0',
        'door never in locked',
        'door never took closed LOCK -> locked; locked UNLOCK -> closed',
        'door never got LOCK before PUSH',
      ].join('\n'),
    );
  });
});

describe('a demanded coverage', () => {
  test('is met by what an exploration of all schedules reaches', async () => {
    const coverage = await coverageOf();

    expect(() => demandCoverage(coverage, { states: 1, transitions: 0.8, orders: 1 })).not.toThrow();
  });

  test('names what is missing where it is not met', async () => {
    const coverage = await coverageOf(pushFirst);

    expect(() => demandCoverage(coverage, { states: 1, transitions: 0.5, orders: 1 })).toThrow(
      expect.objectContaining({
        code: 'ERR_COVERAGE',
        message: [
          'the exploration covers less than is demanded',
          '  door: states 5 of 6, demanded 6; missing: locked',
          '  door: orders 0 of 1, demanded 1; missing: LOCK before PUSH',
        ].join('\n'),
      }) as Error,
    );
  });

  test('is not met by a machine that was never seen', async () => {
    const coverage = await coverageOf(pushFirst);

    expect(() => demandCoverage(coverage, { states: 1, machines: ['window'] })).toThrow(
      'window: no such machine was seen',
    );
  });

  test('refuses fractions beyond 1, and an exploration that counted nothing', async () => {
    const coverage = await coverageOf(pushFirst);
    const refused = expect.objectContaining({ code: 'ERR_EXPLORE_OPTION' }) as Error;

    expect(() => demandCoverage(coverage, { states: 90 })).toThrow(refused);
    expect(() => demandCoverage(undefined, { states: 1 })).toThrow(refused);
    expect(() => demandCoverage({} as never, { states: 1 })).toThrow(refused);
    expect(() => demandCoverage(coverage, {})).toThrow(refused);
    expect(() => (demandCoverage as (given: unknown) => void)(coverage)).toThrow(refused);
    expect(() => demandCoverage(coverage, { state: 1 } as never)).toThrow(
      'demand: state: is none of states, transitions, orders, machines (nearest: states)',
    );
    expect(() => demandCoverage(coverage, { states: 1, machines: [] })).toThrow(refused);
    expect(() => demandCoverage(coverage, { states: 1, machines: 'till' as never })).toThrow(refused);
    expect(() => mergeCoverage({} as never)).toThrow(refused);
    expect(() => mergeCoverage(5 as never)).toThrow(refused);
  });
});
