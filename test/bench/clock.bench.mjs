// How fast the virtual clock is, and against RxJS's VirtualTimeScheduler. Run it after `npm run build`.
//
// The hold model (D. W. Jones, "An empirical comparison of priority-queue and event-set implementations", 1986):
// so many timers are pending, and each that fires sets a new one, at a random delay. One hold is one timer set
// and one fired. Fails nothing.
import { VirtualTimeScheduler } from 'rxjs';
import { createVirtualClock } from '../../dist/src/clock/virtual-clock.js';

const delays = pseudoRandomDelays(1 << 16);

console.log('virtual clock, hold model, timers a second (set and fired): median and best of several runs');

const ours = repeat(7, () => holdRate(createVirtualClock(), 20_000, 1_000_000));
const rx = repeat(3, () => holdRate(new VirtualTimeScheduler(), 20_000, 2_000));
print('virtual clock, 20,000 pending', ours);
print('RxJS VirtualTimeScheduler, 20,000 pending', rx);
console.log(`  ratio ${(ours.median / rx.median).toFixed(0)} (aim: at least 300)`);

const many = repeat(7, () => holdRate(createVirtualClock(), 100_000, 1_000_000));
print('virtual clock, 100,000 pending', many);
console.log('  (aim: more than 2,000,000 on a core that has nothing else to do)');

print(
  '  … the same, each action rescheduled',
  repeat(7, () => rescheduleRate(createVirtualClock(), 100_000, 1_000_000)),
);
print(
  '  … set and cancelled instead of fired',
  repeat(7, () => cancelRate(createVirtualClock(), 100_000, 1_000_000)),
);

function holdRate(scheduler, pending, count) {
  return rateOf(scheduler, pending, count, (work) => scheduler.schedule(work, nextDelay()));
}

function rescheduleRate(scheduler, pending, count) {
  return rateOf(scheduler, pending, count, (work, action) => action.schedule(undefined, nextDelay()));
}

/** Keeps the queue full by calling `again` in each piece of work, and times `count` of them after a warm-up. */
function rateOf(scheduler, pending, count, again) {
  const done = new Error('enough');
  const warmUp = count >> 2;
  let fired = 0;
  let from = 0;
  let to = 0;
  function work() {
    if (++fired === warmUp) from = performance.now();
    if (fired === warmUp + count) {
      to = performance.now();
      throw done;
    }
    again(work, this);
  }
  for (let i = 0; i < pending; i++) scheduler.schedule(work, nextDelay());
  try {
    scheduler.flush();
  } catch (error) {
    if (error !== done) throw error;
  }
  return (count / (to - from)) * 1000;
}

function cancelRate(clock, pending, count) {
  const nothing = () => {};
  const actions = Array.from({ length: pending }, () => clock.schedule(nothing, nextDelay()));
  const from = performance.now();
  for (let i = 0; i < count; i++) {
    const index = (i * 7919) % pending;
    actions[index].unsubscribe();
    actions[index] = clock.schedule(nothing, nextDelay());
  }
  return (count / (performance.now() - from)) * 1000;
}

function nextDelay() {
  delays.next = (delays.next + 1) & (delays.values.length - 1);
  return delays.values[delays.next];
}

/** Uniform in 0 … 1000 ms, by Marsaglia's xorshift32. */
function pseudoRandomDelays(length) {
  let word = 123_456_789;
  const values = Float64Array.from({ length }, () => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return ((word >>> 0) / 2 ** 32) * 1000;
  });
  return { values, next: 0 };
}

function repeat(runs, measure) {
  const rates = Array.from({ length: runs }, measure).sort((a, b) => a - b);
  return { median: rates[runs >> 1], best: rates[runs - 1] };
}

function print(what, { median, best }) {
  const [usual, fastest] = [median, best].map((rate) => Math.round(rate).toLocaleString('en').padStart(12));
  console.log(`${what.padEnd(44)} ${usual} ${fastest}`);
}
