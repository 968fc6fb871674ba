import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SchedulerAction } from 'rxjs';
import type { Clock } from '../../src/clock/clock.js';
import { ClockError } from '../../src/clock/clock-error.js';
import { createRealClock } from '../../src/clock/real-clock.js';
import { createScaledClock } from '../../src/clock/scaled-clock.js';

const clocks: [string, () => Clock, factor: number][] = [
  ['the real clock', createRealClock, 1],
  ['a clock scaled by 60', () => createScaledClock(60), 60],
  ['a clock scaled by 0.5', () => createScaledClock(0.5), 0.5],
];

describe.each(clocks)('%s, on the host as it is', (_name, createClock, factor) => {
  test('shows the time since its creation, which never goes back', () => {
    const before = performance.now();
    const clock = createClock();
    const first = clock.now();
    const second = clock.now();

    expect(first).toBeGreaterThanOrEqual(0);
    expect(second).toBeGreaterThanOrEqual(first);
    expect(second).toBeLessThanOrEqual((performance.now() - before) * factor);
  });

  test('runs work in the order in which it falls due, ties in the order of setting, none of it early', async () => {
    const clock = createClock();
    const ran: string[] = [];
    const run = (name: string, due: number) => () => {
      ran.push(name);
      expect(clock.now()).toBeGreaterThanOrEqual(due);
    };
    const [short, long] = [3.7 * factor, 8 * factor];

    await new Promise<void>((resolve) => {
      clock.schedule(run('long', long), long);
      clock.schedule(resolve, 12 * factor);
      clock.schedule(run('short', short), short);
      clock.schedule(run('short again', short), short);
      clock.schedule(run('now', 0));
    });

    expect(ran).toEqual(['now', 'short', 'short again', 'long']);
  });

  test('blocks the thread: no timer of anyone runs meanwhile', async () => {
    const clock = createClock();
    const ran: string[] = [];
    const over = new Promise<void>((resolve) => {
      setTimeout(() => resolve(void ran.push('timer')), 1);
    });
    const before = clock.now();

    clock.block(10 * factor);

    ran.push('blocked');
    expect(clock.now() - before).toBeGreaterThanOrEqual(10 * factor);
    expect(clock.blocked).toBe(10 * factor);
    await over;
    expect(ran).toEqual(['blocked', 'timer']);
  });

  test('refuses to block for what is no duration', () => {
    for (const ms of [-1, Number.NaN, Infinity]) expect(() => createClock().block(ms)).toThrow(ClockError);
  });
});

describe.each(clocks)('%s, on a host whose time the test moves', (_name, createClock, factor) => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    // A spy on a fake timer is taken off before the fake is, lest the fake be what it leaves behind.
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  test('shows the host time, times its factor', () => {
    const clock = createClock();
    vi.advanceTimersByTime(10);

    expect(clock.now()).toBe(10 * factor);
  });

  test.each([0, -1, Number.NaN, undefined])(
    'runs work with a delay of %d in a microtask turn of its own, in order',
    async (ms) => {
      const clock = createClock();
      const ran: string[] = [];
      clock.schedule(() => {
        ran.push('a');
        void Promise.resolve().then(() => ran.push('after a'));
      }, ms);
      void Promise.resolve().then(() => ran.push('between'));
      clock.schedule(() => ran.push('b'), ms);
      ran.push('set');

      await microtasks();

      expect(ran).toEqual(['set', 'a', 'between', 'b', 'after a']);
    },
  );

  test('never runs work with a delay of Infinity, and sets no timer for it', () => {
    createClock().schedule(() => expect.unreachable(), Infinity);

    expect(vi.getTimerCount()).toBe(0);
  });

  test('waits out a delay that is longer than a host timer can be', async () => {
    const clock = createClock();
    const times: number[] = [];
    const due = (2 ** 32 + 5) * factor;
    clock.schedule(() => times.push(clock.now()), due);

    await vi.advanceTimersByTimeAsync(2 ** 32 + 4);
    expect(times).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);

    expect(times).toEqual([due]);
  });

  test('waits again when a host timer comes early', async () => {
    const clock = createClock();
    const times: number[] = [];
    const hostTimeout = globalThis.setTimeout;
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(((callback: () => void, ms: number) =>
      hostTimeout(callback, ms - 1)) as typeof setTimeout);
    clock.schedule(() => times.push(clock.now()), 10 * factor);

    await vi.advanceTimersByTimeAsync(9);
    expect(times).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);

    expect(times.length).toBe(1);
    expect(times[0]).toBeGreaterThanOrEqual(10 * factor);
  });

  test('keeps one host timer for all that waits, and none when nothing does', () => {
    const clock = createClock();
    const actions = [30, 10, 20].map((ms) => clock.schedule(() => expect.unreachable(), ms));
    expect(vi.getTimerCount()).toBe(1);

    for (const action of actions) action.unsubscribe();

    expect(vi.getTimerCount()).toBe(0);
  });

  test('sets the timer anew when the work it was set for is cancelled', async () => {
    const clock = createClock();
    const times: number[] = [];
    const first = clock.schedule(() => expect.unreachable(), 10 * factor);
    clock.schedule(() => times.push(clock.now()), 20 * factor);

    first.unsubscribe();
    await vi.advanceTimersByTimeAsync(20);

    expect(times).toEqual([20 * factor]);
  });

  test('gives each piece of work that is due with others a microtask turn of its own', async () => {
    const clock = createClock();
    const ran: string[] = [];
    for (const name of ['a', 'b']) {
      clock.schedule(() => {
        ran.push(name);
        void Promise.resolve().then(() => ran.push(`after ${name}`));
      }, 10 * factor);
    }

    await vi.advanceTimersByTimeAsync(10);

    expect(ran).toEqual(['a', 'after a', 'b', 'after b']);
  });

  test('lets the host have its turn before work that fell due while other work ran', async () => {
    const clock = createClock();
    const ran: string[] = [];
    const hostTime = performance.now.bind(performance);
    let taken = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => hostTime() + taken);
    clock.schedule(() => {
      ran.push('work');
      taken = 5;
    }, 10 * factor);
    clock.schedule(() => ran.push('due meanwhile'), 14 * factor);
    setTimeout(() => ran.push('host'), 10);

    await vi.advanceTimersByTimeAsync(10);
    expect(ran).toEqual(['work', 'host']);
    await vi.advanceTimersByTimeAsync(1);

    expect(ran).toEqual(['work', 'host', 'due meanwhile']);
  });

  test('needs one host timer for a delay between two whole milliseconds', async () => {
    const clock = createClock();
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    const times: number[] = [];
    clock.schedule(() => times.push(clock.now()), 3.7 * factor);

    await vi.advanceTimersByTimeAsync(10);

    expect(times).toEqual([4 * factor]);
    expect(setTimer).toHaveBeenCalledTimes(1);
  });

  test('does not run cancelled work, nor an earlier turn of work that has been moved', async () => {
    const clock = createClock();
    const ran: string[] = [];
    clock.schedule(() => expect.unreachable()).unsubscribe();
    const moved = clock.schedule<string>((state) => ran.push(state), 0, 'old') as SchedulerAction<string>;
    moved.schedule('middle', 10 * factor);
    moved.schedule('new', 0);
    void Promise.resolve().then(() => ran.push('between'));

    await microtasks();
    await vi.advanceTimersByTimeAsync(20);

    expect(ran).toEqual(['new', 'between']);
  });

  test('runs work that has been moved to a later time only then', async () => {
    const clock = createClock();
    const times: number[] = [];
    const moved = clock.schedule(() => times.push(clock.now())) as SchedulerAction<unknown>;
    moved.schedule(undefined, 10 * factor);

    await vi.advanceTimersByTimeAsync(20);

    expect(times).toEqual([10 * factor]);
  });

  test('runs an action again when its work schedules it', async () => {
    const clock = createClock();
    const times: number[] = [];
    clock.schedule<number>(
      function (left) {
        times.push(clock.now());
        if (left > 0) this.schedule(left - 1, 5 * factor);
      },
      10 * factor,
      2,
    );

    await vi.advanceTimersByTimeAsync(100);

    expect(times).toEqual([10 * factor, 15 * factor, 20 * factor]);
  });
});

describe('an error that work throws', () => {
  test('reaches the host as uncaught, cancels its action, and leaves other work alone', async () => {
    const clock = createRealClock();
    const uncaught: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => uncaught.push(error));
    try {
      const fail = (message: string) => () => {
        throw new Error(message);
      };
      const failing = [clock.schedule(fail('at once')), clock.schedule(fail('later'), 2)];
      await new Promise((resolve) => {
        clock.schedule(resolve, 2);
      });

      expect(uncaught).toEqual([new Error('at once'), new Error('later')]);
      expect(failing.map((action) => action.closed)).toEqual([true, true]);
    } finally {
      process.removeAllListeners('uncaughtException');
      for (const listener of listeners) process.on('uncaughtException', listener);
    }
  });
});

describe('createScaledClock', () => {
  test.each([0, -1, Number.NaN, Infinity])('refuses a factor of %d', (factor) => {
    expect(() => createScaledClock(factor)).toThrow(
      expect.objectContaining({
        code: 'ERR_CLOCK_RANGE',
        message: `a clock's factor is a finite number more than 0, such as 60; got ${factor}`,
      }),
    );
  });
});

test('each kind of host clock says which it is', () => {
  expect(createRealClock().kind).toBe('real');
  expect(createScaledClock(1).kind).toBe('scaled');
});

/** Lets every microtask run, and those that they queue. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
