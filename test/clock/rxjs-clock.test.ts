import {
  asapScheduler,
  asyncScheduler,
  interval,
  map,
  queueScheduler,
  take,
  VirtualTimeScheduler,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, test } from 'vitest';
import { fromRxScheduler } from '../../src/clock/rxjs-clock.js';

describe('fromRxScheduler', () => {
  test("keeps a VirtualTimeScheduler's time", () => {
    const scheduler = new VirtualTimeScheduler();
    const clock = fromRxScheduler(scheduler);
    const seen: [number, string | undefined][] = [];
    clock.schedule<string>((state) => seen.push([clock.now(), state]), 10, 'b');
    clock.schedule<string>((state) => seen.push([clock.now(), state]), 5, 'a');
    clock.schedule(() => expect.unreachable(), 7).unsubscribe();

    scheduler.flush();

    expect(clock.kind).toBe('rxjs');
    expect(seen).toEqual([
      [5, 'a'],
      [10, 'b'],
    ]);
  });

  test("keeps a TestScheduler's time, so that marbles describe what a clock brings about", () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    const clock = fromRxScheduler(scheduler);

    scheduler.run(({ expectObservable }) => {
      const times = interval(3, clock).pipe(
        take(3),
        map(() => clock.now()),
      );
      expectObservable(times).toBe('---a--b--(c|)', { a: 3, b: 6, c: 9 });
    });
  });

  test('runs work at once on the queueScheduler, in a turn of its own on the asap- and asyncScheduler', async () => {
    const ran: string[] = [];
    await new Promise<void>((resolve) => {
      fromRxScheduler(asyncScheduler).schedule(() => resolve(void ran.push('async')));
      fromRxScheduler(asapScheduler).schedule(() => ran.push('asap'));
      fromRxScheduler(queueScheduler).schedule(() => ran.push('queue'));
      ran.push('set');
    });

    expect(ran).toEqual(['queue', 'set', 'asap', 'async']);
  });
});

describe('block', () => {
  test.each([asapScheduler, asyncScheduler, queueScheduler])(
    'blocks the thread under the scheduler %#, which goes by the wall clock',
    (scheduler) => {
      const clock = fromRxScheduler(scheduler);
      const before = performance.now();

      clock.block(5);

      expect(performance.now() - before).toBeGreaterThanOrEqual(5);
      expect(clock.blocked).toBe(5);
    },
  );

  test('is refused, with a code, where time is not the host’s', () => {
    const scheduler = new VirtualTimeScheduler();
    const clock = fromRxScheduler(scheduler);

    expect(() => clock.block(5)).toThrow(
      expect.objectContaining({
        code: 'ERR_CLOCK_BLOCK',
        message:
          'a clock made of a VirtualTimeScheduler cannot block: use createVirtualClock(), or schedule what comes 5 ms later',
      }),
    );
    expect(clock.blocked).toBe(0);
    expect(() => clock.block(-5)).toThrow(expect.objectContaining({ code: 'ERR_CLOCK_RANGE' }));
  });
});
