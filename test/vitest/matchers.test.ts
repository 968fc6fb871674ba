import { describe, expect, test } from 'vitest';
import '../../src/vitest.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import type { SystemView } from '../../src/explorer/system-view.js';
import { lostUpdate, nothingIsLost } from '../explorer/systems/lost-update.js';

const isWritten = (system: SystemView): boolean => system.context('cell')?.['value'] === 2;
const isNegative = (system: SystemView): boolean => Number(system.context('cell')?.['value']) < 0;
const strategy = exhaustive();

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

  test('fails either way where nobody knows', async () => {
    const options = { strategy, steps: 2 };

    expect(await messageOf(expect(lostUpdate).toReach(isNegative, options))).toMatch(/^nobody knows/);
    expect(await messageOf(expect(lostUpdate).not.toReach(isNegative, options))).toMatch(/^nobody knows/);
  });
});
