import { afterEach, describe, expect, test, vi } from 'vitest';
import { afterHostDelay, hostNow, inMicrotask, nextMacrotask } from '../../src/clock/host-timers.js';

afterEach(() => {
  vi.useRealTimers();
});

describe('afterHostDelay', () => {
  test('calls once, after the delay, however long', () => {
    vi.useFakeTimers();
    const times: number[] = [];
    const longest = 2 ** 31 - 1;
    for (const ms of [0, 5, longest, longest + 1, 3 * longest + 7]) {
      afterHostDelay(ms, () => times.push(hostNow() - start));
    }
    const start = hostNow();

    vi.advanceTimersByTime(10 * longest);

    expect(times).toEqual([0, 5, longest, longest + 1, 3 * longest + 7]);
  });

  test('can be cancelled, also in a later part of a long delay', () => {
    vi.useFakeTimers();
    const cancel = afterHostDelay(2 ** 32, () => expect.unreachable());
    vi.advanceTimersByTime(2 ** 31 + 5);

    cancel();

    expect(vi.getTimerCount()).toBe(0);
  });
});

test('inMicrotask comes before nextMacrotask, and both after what runs now', async () => {
  const ran: string[] = [];
  const macrotask = nextMacrotask().then(() => ran.push('macrotask'));
  inMicrotask(() => {
    ran.push('microtask');
    inMicrotask(() => ran.push('its microtask'));
  });
  ran.push('now');

  await macrotask;

  expect(ran).toEqual(['now', 'microtask', 'its microtask', 'macrotask']);
});
