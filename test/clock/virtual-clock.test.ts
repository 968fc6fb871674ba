import * as fc from 'fast-check';
import {
  delay,
  interval,
  observeOn,
  of,
  Subscription,
  subscribeOn,
  take,
  timer,
  VirtualTimeScheduler,
} from 'rxjs';
import type { SchedulerAction, SchedulerLike } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { createVirtualClock, isVirtualClock } from '../../src/clock/virtual-clock.js';
import { createRealClock } from '../../src/clock/real-clock.js';

describe('time', () => {
  test('starts at 0, or where it is told to', () => {
    expect(createVirtualClock().now()).toBe(0);
    expect(createVirtualClock({ start: -2.5 }).now()).toBe(-2.5);
    expect(() => createVirtualClock({ start: Infinity })).toThrow(
      expect.objectContaining({ code: 'ERR_CLOCK_RANGE' }),
    );
  });

  test('is exactly the due time while work runs, whatever the driver aims at', () => {
    const clock = createVirtualClock();
    const times: number[] = [];
    for (const ms of [0.1, 7, 3.7]) clock.schedule(() => times.push(clock.now()), ms);

    const count = clock.advanceTo(100);

    expect(times).toEqual([0.1, 3.7, 7]);
    expect(count).toBe(3);
    expect(clock.now()).toBe(100);
  });

  test.each([0, -1, Number.NaN, -Infinity, undefined])('does not pass for work with a delay of %d', (ms) => {
    const clock = createVirtualClock({ start: 5 });
    const times: number[] = [];

    clock.schedule(() => times.push(clock.now()), ms);

    expect(times).toEqual([]);
    expect(clock.nextDue).toBe(5);
    clock.flush();
    expect(times).toEqual([5]);
  });

  test('never comes to work with a delay of Infinity, which can still be scheduled sooner', () => {
    const clock = createVirtualClock();
    const ran: string[] = [];
    const action = clock.schedule<string>(
      (state) => ran.push(state),
      Infinity,
      'later',
    ) as SchedulerAction<string>;

    expect(clock.flush()).toBe(0);
    expect(clock.nextDue).toBeUndefined();

    action.schedule('soon', 1);
    clock.flush();
    expect(ran).toEqual(['soon']);
  });
});

describe('order', () => {
  test('is that of setting for work that is due at once', () => {
    const clock = createVirtualClock();
    const ran: string[] = [];
    clock.schedule(() => ran.push('a'), 10);
    clock.schedule(() => ran.push('b'), 5);
    clock.schedule(() => ran.push('c'), 10);
    clock.schedule(() => {
      ran.push('d');
      clock.schedule(() => ran.push('e'), 5);
    }, 5);

    clock.flush();

    expect(ran).toEqual(['b', 'd', 'a', 'c', 'e']);
  });

  test('puts cascading work in its place in the same drive', () => {
    const clock = createVirtualClock();
    const ran: string[] = [];
    clock.schedule(() => {
      ran.push(`1 at ${clock.now()}`);
      clock.schedule(() => ran.push(`1.1 at ${clock.now()}`));
      clock.schedule(() => ran.push(`1.2 at ${clock.now()}`), 15);
    }, 10);
    clock.schedule(() => ran.push(`2 at ${clock.now()}`), 20);

    clock.advanceTo(25);

    expect(ran).toEqual(['1 at 10', '1.1 at 10', '2 at 20', '1.2 at 25']);
  });

  test("is that of RxJS's VirtualTimeScheduler for any program of setting, cascading, rescheduling and cancelling", () => {
    fc.assert(
      fc.property(fc.array(program(3), { maxLength: 10 }), (programs) => {
        const clock = createVirtualClock();
        const rx = new VirtualTimeScheduler();

        const ours = interpret(clock, programs);
        const theirs = interpret(rx, programs);
        clock.flush();
        rx.flush();

        expect(ours).toEqual(theirs);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an action', () => {
  test('gets the state it was scheduled with, and itself as `this`', () => {
    const clock = createVirtualClock();
    const seen: unknown[] = [];

    const action = clock.schedule<string>(
      function (state) {
        seen.push(state, this);
      },
      1,
      'state',
    );
    clock.flush();

    expect(seen).toEqual(['state', action]);
  });

  test('runs again when its work schedules it, with the new state', () => {
    const clock = createVirtualClock();
    const ran: [number, number | undefined][] = [];
    clock.schedule<number>(
      function (n) {
        ran.push([clock.now(), n]);
        if (n < 3) this.schedule(n + 1, n * 10);
      },
      5,
      1,
    );

    clock.flush();

    expect(ran).toEqual([
      [5, 1],
      [15, 2],
      [35, 3],
    ]);
  });

  test('that waits moves when it is scheduled again', () => {
    const clock = createVirtualClock();
    const ran: string[] = [];
    const action = clock.schedule(
      (state) => ran.push(`${state} at ${clock.now()}`),
      5,
      'old',
    ) as SchedulerAction<string>;

    action.schedule('new', 10);
    clock.flush();

    expect(ran).toEqual(['new at 10']);
  });

  test('that has run stays open, and can be scheduled from outside', () => {
    const clock = createVirtualClock();
    const times: number[] = [];
    const action = clock.schedule(() => times.push(clock.now()), 5) as SchedulerAction<unknown>;
    clock.flush();
    expect(action.closed).toBe(false);

    action.schedule(undefined, 7);
    clock.flush();

    expect(times).toEqual([5, 12]);
  });

  test('never runs once it is unsubscribed, and cannot be scheduled any more', () => {
    const clock = createVirtualClock();
    const action = clock.schedule(() => expect.unreachable(), 5) as SchedulerAction<unknown>;

    action.unsubscribe();
    action.schedule(undefined, 1);

    expect(action.closed).toBe(true);
    expect(clock.pending).toBe(0);
    expect(clock.advance()).toBe(false);
    expect(clock.now()).toBe(0);
  });

  test('can be unsubscribed by work that is due at the same time', () => {
    const clock = createVirtualClock();
    clock.schedule(() => second.unsubscribe(), 5);
    const second = clock.schedule(() => expect.unreachable(), 5);

    expect(clock.flush()).toBe(1);
  });

  test('is a Subscription: it takes teardowns, and ends with the subscription it is added to', () => {
    const clock = createVirtualClock();
    const tornDown: string[] = [];
    const parent = new Subscription();
    const [added, removed] = [clock.schedule(() => {}, 5), clock.schedule(() => {}, 5)];
    const teardown = () => tornDown.push('never');
    added.add(() => tornDown.push('once'));
    added.add(teardown);
    added.remove(teardown);

    expect(added).toBeInstanceOf(Subscription);
    parent.add(added);
    parent.add(removed);
    parent.remove(removed);
    parent.unsubscribe();
    added.unsubscribe();

    expect(added.closed).toBe(true);
    expect(removed.closed).toBe(false);
    expect(tornDown).toEqual(['once']);
    expect(clock.pending).toBe(1);
  });
});

describe('under RxJS operators', () => {
  test('interval, timer, delay, observeOn and subscribeOn keep its time', () => {
    const clock = createVirtualClock();
    const seen: string[] = [];
    const watch = (name: string) => ({
      next: (value: string | number) => seen.push(`${clock.now()} ${name} ${value}`),
      complete: () => seen.push(`${clock.now()} ${name} |`),
    });

    interval(10, clock).pipe(take(3)).subscribe(watch('interval'));
    timer(5, 20, clock).pipe(take(2)).subscribe(watch('timer'));
    of('x').pipe(delay(7, clock)).subscribe(watch('delay'));
    of('y').pipe(observeOn(clock, 12)).subscribe(watch('observeOn'));
    of('z').pipe(subscribeOn(clock, 13)).subscribe(watch('subscribeOn'));
    clock.flush();

    expect(seen).toEqual([
      '5 timer 0',
      '7 delay x',
      '7 delay |',
      '10 interval 0',
      '12 observeOn y',
      '12 observeOn |',
      '13 subscribeOn z',
      '13 subscribeOn |',
      '20 interval 1',
      '25 timer 1',
      '25 timer |',
      '30 interval 2',
      '30 interval |',
    ]);
    expect(clock.pending).toBe(0);
  });
});

describe('driving', () => {
  test('by advance runs one action at a time and tells when none is left', () => {
    const clock = createVirtualClock();
    const ran: number[] = [];
    for (const ms of [20, 10]) clock.schedule(() => ran.push(ms), ms);

    expect([clock.nextDue, clock.pending]).toEqual([10, 2]);
    expect(clock.advance()).toBe(true);
    expect([clock.now(), clock.nextDue, clock.pending]).toEqual([10, 20, 1]);
    expect(clock.advance()).toBe(true);
    expect(clock.advance()).toBe(false);
    expect(ran).toEqual([10, 20]);
    expect(clock.now()).toBe(20);
  });

  test('by advanceTo includes what is due then, and leaves what is due later', () => {
    const clock = createVirtualClock();
    const ran: number[] = [];
    for (const ms of [10, 10.5]) clock.schedule(() => ran.push(ms), ms);

    clock.advanceTo(10);

    expect(ran).toEqual([10]);
    expect([clock.now(), clock.nextDue]).toEqual([10, 10.5]);
  });

  test('by advanceBy counts from now', () => {
    const clock = createVirtualClock({ start: 100 });
    let ran = 0;
    interval(10, clock).subscribe(() => ran++);

    expect(clock.advanceBy(25)).toBe(2);
    expect(clock.advanceBy(5)).toBe(1);
    expect([clock.now(), ran]).toEqual([130, 3]);
  });

  test('backwards, or to no time at all, is refused', () => {
    const clock = createVirtualClock({ start: 10 });

    for (const time of [9, Number.NaN, Infinity]) {
      expect(() => clock.advanceTo(time)).toThrow(
        `cannot advance to ${time} ms: give a finite time that is not before now, 10 ms`,
      );
    }
    for (const ms of [-1, Number.NaN, Infinity]) {
      expect(() => clock.advanceBy(ms)).toThrow(
        `advanceBy(ms) takes a finite number of milliseconds, 0 or more; got ${ms}`,
      );
    }
  });

  test('an interval without end stops at the limit, with a code, and can be driven on', () => {
    const clock = createVirtualClock();
    const seen: number[] = [];
    interval(10, clock).subscribe((n) => seen.push(n));

    expect(() => clock.flush({ limit: 3 })).toThrow(
      expect.objectContaining({
        name: 'ClockError',
        code: 'ERR_CLOCK_LIMIT',
        message:
          'after 3 actions the clock, at 30 ms, still has 1 pending, the next due at 40 ms: ' +
          'unsubscribe from what never ends, use advanceTo(time), or raise the limit',
      }),
    );
    clock.advance();

    expect(seen).toEqual([0, 1, 2, 3]);
  });

  test('exactly up to the limit is no error', () => {
    const clock = createVirtualClock();
    for (const ms of [1, 2, 30]) clock.schedule(() => {}, ms);

    expect(clock.advanceTo(10, { limit: 2 })).toBe(2);
    expect(clock.flush({ limit: 1 })).toBe(1);
    expect(clock.flush({ limit: 0 })).toBe(0);
  });

  test('from inside work is refused, and the clock goes on', () => {
    const clock = createVirtualClock();
    const codes: unknown[] = [];
    const drives = [
      () => clock.advance(),
      () => clock.flush(),
      () => clock.advanceTo(clock.now()),
      () => clock.advanceBy(1),
    ];
    for (const drive of drives) {
      clock.schedule(() => {
        try {
          drive();
        } catch (error) {
          codes.push((error as { code?: unknown }).code);
        }
      }, 5);
    }

    expect(clock.flush()).toBe(4);

    expect(codes).toEqual(Array.from({ length: 4 }, () => 'ERR_CLOCK_REENTRY'));
    expect(clock.now()).toBe(5);
  });

  test('meets the error that work throws; its action is cancelled, and the clock goes on', () => {
    const clock = createVirtualClock();
    const ran: string[] = [];
    const failure = new Error('burnt');
    const failing = clock.schedule(function () {
      this.schedule(undefined, 1);
      throw failure;
    }, 5);
    clock.schedule(() => ran.push(`next at ${clock.now()}`), 5);

    expect(() => clock.flush()).toThrow(failure);

    expect(failing.closed).toBe(true);
    expect([clock.now(), clock.pending]).toEqual([5, 1]);
    clock.flush();
    expect(ran).toEqual(['next at 5']);
  });
});

describe('block', () => {
  test('moves the time on and runs nothing; what fell due meanwhile runs late, in its order, at the time it is', () => {
    const clock = createVirtualClock();
    const ran: string[] = [];
    clock.schedule(() => ran.push(`c at ${clock.now()}`), 25);
    clock.schedule(() => ran.push(`b at ${clock.now()}`), 15);
    clock.schedule(() => {
      clock.block(10);
      ran.push(`a until ${clock.now()}`);
      clock.schedule(() => ran.push(`a' at ${clock.now()}`));
    }, 10);

    clock.flush();

    expect(ran).toEqual(['a until 20', 'b at 20', "a' at 20", 'c at 25']);
    expect(clock.blocked).toBe(10);
  });

  test('past the time that is driven to leaves the clock there', () => {
    const clock = createVirtualClock();
    clock.schedule(() => clock.block(100), 5);
    clock.schedule(() => expect.unreachable(), 50);

    clock.advanceTo(10);

    expect([clock.now(), clock.pending]).toEqual([105, 1]);
  });

  test.each([-1, Number.NaN, Infinity])('for %d ms is refused', (ms) => {
    const clock = createVirtualClock();

    expect(() => clock.block(ms)).toThrow(
      `block(ms) takes a finite number of milliseconds, 0 or more; got ${ms}`,
    );
    expect(clock.now()).toBe(0);
  });
});

test('isVirtualClock tells a virtual clock from others', () => {
  expect(isVirtualClock(createVirtualClock())).toBe(true);
  expect(isVirtualClock(createRealClock())).toBe(false);
});

/** Work that runs `repeats` times more, `again` ms apart, and each time sets others and cancels one. */
interface Program {
  readonly ms: number;
  readonly repeats: number;
  readonly again: number;
  readonly cancels: number | undefined;
  readonly sets: readonly Program[];
}

const milliseconds = fc.oneof(fc.nat(5), fc.double({ min: 0, max: 5, noNaN: true }));
const program: fc.Memo<Program> = fc.memo((depth) =>
  fc.record({
    ms: milliseconds,
    repeats: fc.nat(2),
    again: milliseconds,
    cancels: fc.option(fc.nat(), { nil: undefined, freq: 3 }),
    sets: depth > 1 ? fc.array(program(depth - 1), { maxLength: 3 }) : fc.constant([]),
  }),
);

/** Sets the work on a scheduler, and returns what it does as it does it: time, which, how often before. */
function interpret(scheduler: SchedulerLike, programs: readonly Program[]): [number, number, number][] {
  const log: [number, number, number][] = [];
  const actions: Subscription[] = [];
  const set = ({ ms, repeats, again, cancels, sets }: Program) => {
    const id = actions.length;
    const action = scheduler.schedule<number>(
      function (count) {
        log.push([scheduler.now(), id, count]);
        for (const one of sets) set(one);
        if (count < repeats) this.schedule(count + 1, again);
        if (cancels !== undefined) actions[cancels % actions.length]!.unsubscribe();
      },
      ms,
      0,
    );
    actions.push(action);
  };
  for (const one of programs) set(one);
  return log;
}
