import { describe, expect, inject, test } from 'vitest';
import { compile, compileWithin } from '../../src/compiler/compile.js';
import { findDifference } from './differential/differences.js';
import { saboteurs } from './differential/saboteurs.js';

const HOUR = 3_600_000;
const seed = Number(process.env['SEED'] ?? 1);

/** How many pairs of a machine and a sequence of events; `npm run fuzz` takes as many as an hour has room for. */
const pairs = Number(process.env['PAIRS'] ?? (inject('xstate') === 'newest' ? 20_000 : 2000));

describe('a compiled machine does what XState does, with any machine and any events,', () => {
  test.each([
    ['inspector', 0.25],
    ['subscriber', 0.75],
    ['recorder', 0.2],
    ['onlooker', 0.2],
  ] as const)('as the %s sees it', { timeout: 2 * HOUR }, async (audience, share) => {
    const search = { compiler: compile, audience, pairs: pairs * share, seed, shrink: true };

    expect(await findDifference(search)).toBeUndefined();
  });

  test('however little it may remember', { timeout: HOUR }, async () => {
    const limits = { configurations: 2, patience: 3, types: 1, histories: 1 };

    expect(
      await findDifference({
        compiler: (machine) => compileWithin(machine, limits),
        audience: 'subscriber',
        pairs: pairs * 0.1,
        seed: -seed,
        shrink: true,
      }),
    ).toBeUndefined();
  });
});

describe('the comparison finds', () => {
  test.each(Object.entries(saboteurs))('%s', { timeout: HOUR }, async (_, compiler) => {
    expect(
      await findDifference({ compiler, audience: 'inspector', pairs: 2000, seed, shrink: false }),
    ).toBeDefined();
  });
});
