import { describe, expect, test } from 'vitest';
import { HostClock } from '../../src/clock/host-clock.js';
import { parseClock } from '../../src/clock/parse-clock.js';

describe('parseClock', () => {
  test.each(['virtual', 'real'])('knows %s', (name) => {
    const createClock = parseClock(name);

    expect(createClock().kind).toBe(name);
    expect(createClock()).not.toBe(createClock());
  });

  test.each([
    ['60x', 60],
    ['0.5x', 0.5],
    ['1x', 1],
  ])('knows the speed %s', (text, factor) => {
    const clock = parseClock(text)();

    expect(clock).toBeInstanceOf(HostClock);
    expect(clock).toMatchObject({ kind: 'scaled', factor });
  });

  test.each([
    '',
    'fast',
    'Real',
    ' real',
    '60',
    'x',
    '60X',
    '-1x',
    '0x',
    '0.0x',
    '.5x',
    '1e3x',
    '60x ',
    `${'9'.repeat(400)}x`,
  ])('refuses %j and says what would do', (text) => {
    expect(() => parseClock(text)).toThrow(
      expect.objectContaining({
        code: 'ERR_CLOCK_NAME',
        message: `${JSON.stringify(text)} is no clock: use virtual, real, or a speed more than 0 such as 60x or 0.5x`,
      }),
    );
  });
});
