import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import '../../src/vitest.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import type { SystemView } from '../../src/explorer/system-view.js';
import { lostUpdate, nothingIsLost } from '../explorer/systems/lost-update.js';

const isWritten = (system: SystemView): boolean => system.context('cell')?.['value'] === 2;
const isNegative = (system: SystemView): boolean => Number(system.context('cell')?.['value']) < 0;
const strategy = exhaustive();

/** A system view as a test without types may take it for. */
interface Misspelt {
  readonly vlaue: (address: string) => boolean;
}

/** What the matcher's failure says. */
async function messageOf(assertion: Promise<unknown>): Promise<string> {
  try {
    await assertion;
    return '(it passed)';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('toHold', () => {
  test('passes where every property holds', async () => {
    await expect(lostUpdate).toHold({ strategy });
  });

  test('fails with the report where a property does not', async () => {
    const message = await messageOf(expect(lostUpdate).toHold({ strategy, properties: [nothingIsLost] }));

    expect(message).toMatch(/^expected the system to hold\n\nfailed: nothing is lost\nthe cell holds 1\n/);
    expect(message).toContain('it would have held.');
    expect(message).toMatch(/^replay\('so1\./m);
  });

  test('negated, passes where a property does not hold, and fails where all do', async () => {
    await expect(lostUpdate).not.toHold({ strategy, properties: [nothingIsLost] });
    const message = await messageOf(expect(lostUpdate).not.toHold({ strategy }));

    expect(message).toMatch(/^expected some schedule to break a property\n\npassed: explored completely\n/);
  });

  test('fails either way where a property throws in place of answering', async () => {
    const options = {
      strategy,
      invariants: [
        { name: 'typo', holds: (system: SystemView) => (system as never as Misspelt).vlaue('cell') },
      ],
    };
    const thrown = /^a property threw in place of answering\n\nfailed: typo\n.*not a function/;

    expect(await messageOf(expect(lostUpdate).not.toHold(options))).toMatch(thrown);
    expect(await messageOf(expect(lostUpdate).toHold(options))).toMatch(
      /^expected the system to hold\n\nfailed: typo/,
    );
  });

  test('negated, passes where an actor threw', async () => {
    const broken = createMachine({
      entry: () => {
        throw new Error('burnt');
      },
    });
    await expect(() => ({ machine: broken })).not.toHold({ strategy });
  });

  test('fails either way where there is no verdict', async () => {
    const unknown = /^nobody knows whether the system holds\n\ninconclusive\nno rest after 2 decisions/;

    expect(await messageOf(expect(lostUpdate).toHold({ steps: 2 }))).toMatch(unknown);
    expect(await messageOf(expect(lostUpdate).not.toHold({ steps: 2 }))).toMatch(unknown);
  });

  test('asks for a function', async () => {
    expect(await messageOf(expect(lostUpdate()).toHold())).toBe(
      'expect takes a function that makes the system: expect(() => ({ machine, input }))',
    );
  });
});

describe('toReach', () => {
  test('passes where some schedule comes to such a state', async () => {
    await expect(lostUpdate).toReach(isWritten, { strategy });
  });

  test('fails where none does, and says whether all were run', async () => {
    const message = await messageOf(expect(lostUpdate).toReach(isNegative, { strategy }));

    expect(message).toMatch(/^expected some schedule to reach isNegative\n\npassed: explored completely\n/);
  });

  test('negated, passes where none does, and shows the schedule where one does', async () => {
    await expect(lostUpdate).not.toReach(isNegative, { strategy });
    const message = await messageOf(expect(lostUpdate).not.toReach(isWritten, { strategy }));

    expect(message).toMatch(/^expected no schedule to reach isWritten\n\nfailed: never reaches isWritten\n/);
    expect(message).toMatch(/WRITE value 2 +value: 1 → 2$/m);
  });

  test('fails either way where the predicate throws, and says what and where', async () => {
    const broken = (): boolean => {
      throw new TypeError('no such actor');
    };
    const thrown =
      /^the predicate broken threw TypeError: no such actor; .*\n\nfailed: never reaches broken\n[^]*matchers\.test\.ts/;

    expect(await messageOf(expect(lostUpdate).toReach(broken, { strategy }))).toMatch(thrown);
    expect(await messageOf(expect(lostUpdate).not.toReach(broken, { strategy }))).toMatch(thrown);
  });

  test('fails either way where the predicate promises an answer', async () => {
    const later = (() => Promise.resolve(true)) as never;
    const promised =
      /^the predicate later threw TypeError: it answered with a promise, which nobody waits for/;

    expect(await messageOf(expect(lostUpdate).toReach(later, { strategy }))).toMatch(promised);
    expect(await messageOf(expect(lostUpdate).not.toReach(later, { strategy }))).toMatch(promised);
  });

  test('refuses a predicate that is no function', async () => {
    const refused = 'toReach: takes a function of the system that says whether it is there; got nothing';

    expect(await messageOf(expect(lostUpdate).toReach(undefined as never, { strategy }))).toBe(refused);
    expect(await messageOf(expect(lostUpdate).not.toReach(undefined as never, { strategy }))).toBe(refused);
  });

  test('fails either way where nobody knows', async () => {
    const options = { strategy, steps: 2 };

    expect(await messageOf(expect(lostUpdate).toReach(isNegative, options))).toMatch(/^nobody knows/);
    expect(await messageOf(expect(lostUpdate).not.toReach(isNegative, options))).toMatch(/^nobody knows/);
  });
});

describe('toCover', () => {
  test('passes where each machine is covered as far as is demanded', async () => {
    await expect(lostUpdate).toCover({ states: 1, transitions: 1 }, { strategy });
    await expect(lostUpdate).toCover({ states: 1, machines: ['a', 'b'] }, { strategy });
  });

  test('fails where one is not, with what is missing and the table', async () => {
    const lonely = () => ({ machine: crossing });
    const message = await messageOf(expect(lonely).toCover({ states: 1, transitions: 0.5 }, { strategy }));

    expect(message).toBe(
      [
        'expected the system to be covered',
        '  crossing: states 1 of 2, demanded 2; missing: green',
        '  crossing: transitions 0 of 1, demanded 1; missing: red go -> green',
        '',
        'passed: explored completely',
        'Strategy   exhaustive, seed 1',
        'Schedules  1 run, 1 distinct, 0 failing',
        'Steps      least 0, mean 0, most 0',
        'Complete   yes',
        'Warning    no schedule had a choice: nothing ran concurrently here',
        '',
        'machine   states  transitions  state and event  both orders',
        'crossing  1/2     0/1          0                0/0',
        'crossing never in green',
        'crossing never took red go -> green',
      ].join('\n'),
    );
  });

  test('negated, passes where a machine falls short, and fails where none does', async () => {
    const lonely = () => ({ machine: crossing });
    await expect(lonely).not.toCover({ states: 1 }, { strategy });
    const message = await messageOf(expect(lonely).not.toCover({ states: 0.5 }, { strategy }));

    expect(message).toMatch(/^expected some machine to be covered less\n\npassed/);
  });

  test('of too short schedules, fails either way where more might be covered', async () => {
    const unknown =
      /^nobody knows whether more would be covered\n {2}.*: states 1 of 2, demanded 2; missing: written\n/;
    const options = { strategy, steps: 1 };

    expect(await messageOf(expect(lostUpdate).toCover({ states: 1 }, options))).toMatch(unknown);
    expect(await messageOf(expect(lostUpdate).not.toCover({ states: 1 }, options))).toMatch(unknown);
    await expect(lostUpdate).toCover({ states: 0.5 }, options);
  });

  test('refuses what is no fraction', async () => {
    expect(await messageOf(expect(lostUpdate).toCover({ states: 90 }, { strategy }))).toBe(
      'states: takes a fraction from 0 to 1; got 90',
    );
  });

  test('refuses a demand for nothing, negated as well', async () => {
    const nothing = 'demand: asks for nothing; give one of states, transitions, orders';
    const misspelt = /^demand: stats: is none of .* \(nearest: states\)$/;

    expect(await messageOf(expect(lostUpdate).toCover({}, { strategy }))).toBe(nothing);
    expect(await messageOf(expect(lostUpdate).not.toCover({}, { strategy }))).toBe(nothing);
    expect(await messageOf(expect(lostUpdate).toCover({ stats: 1 } as never, { strategy }))).toMatch(
      misspelt,
    );
  });
});

describe('a system that differs from run to run', () => {
  test('neither holds nor does not, where an audit is asked for', async () => {
    let runs = 0;
    const counting = () => ({ machine: createMachine({ id: 'counting', context: { runs: ++runs } }) });
    const differs =
      /^expected the system to do the same twice\n\ninconclusive\nthe system does not do the same twice under one schedule[^]*^Audit {6}two runs of schedule 1 differ/m;

    expect(await messageOf(expect(counting).toHold({ strategy, audit: 1 }))).toMatch(differs);
    expect(await messageOf(expect(counting).not.toHold({ strategy, audit: 1 }))).toMatch(differs);
  });
});

/** A light that nobody lets go green. */
const crossing = createMachine({
  id: 'crossing',
  initial: 'red',
  states: { red: { on: { go: 'green' } }, green: {} },
});
