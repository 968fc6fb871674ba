// How fast the virtual clock is, and against RxJS's VirtualTimeScheduler. Run it after `npm run build`.
//
// The hold model (D. W. Jones, "An empirical comparison of priority-queue and event-set implementations", 1986):
// so many timers are pending, and each that fires sets a new one, at a random delay. One hold is one timer set
// and one fired. What is measured is a millisecond of virtual time, in which some of them fall due. Prints and
// fails nothing.
import { VirtualTimeScheduler } from 'rxjs';
import { createVirtualClock } from '../../dist/src/clock/virtual-clock.js';
import { nanosecondsInTurns } from './measured.mjs';
import { report } from './rows.mjs';

const LONGEST_DELAY = 1000;
const delays = pseudoRandomDelays(1 << 16);

console.log('hold model, timers a second (set and fired)');

const [ours, rx] = await ratesOf(5, [virtualClock(20_000), rxScheduler(20_000)]);
const rxjs = { against: 'RxJS VirtualTimeScheduler', peer: rx, atLeast: 300 };
report({ what: 'timers, 20,000 pending', unit: 'a second', ours, ...rxjs });

const [many] = await ratesOf(9, [virtualClock(100_000)]);
report({ what: 'timers, 100,000 pending', unit: 'a second', ours: many });
console.log('  (aim: more than 2,000,000 on a core that has nothing else to do)');

const [rescheduled] = await ratesOf(9, [
  virtualClock(100_000, (work, action) => action.schedule(undefined, nextDelay())),
]);
report({ what: 'timers, 100,000 pending, rescheduled', unit: 'a second', ours: rescheduled });

/** Timers a second of each, from the time that a millisecond of theirs takes. */
async function ratesOf(turns, models) {
  const times = await nanosecondsInTurns(
    turns,
    models.map(({ passOneMillisecond }) => passOneMillisecond),
  );
  return times.map((nanoseconds, index) => (models[index].firedInOneMillisecond() / nanoseconds) * 1e9);
}

function virtualClock(pending, again) {
  const clock = createVirtualClock();
  const anew = (work) => clock.schedule(work, nextDelay());
  return holdModel(pending, clock, again ?? anew, () => clock.advanceBy(1));
}

function rxScheduler(pending) {
  const scheduler = new VirtualTimeScheduler(undefined, 0);
  const again = (work) => scheduler.schedule(work, nextDelay());
  return holdModel(pending, scheduler, again, () => {
    scheduler.maxFrames++;
    scheduler.flush();
  });
}

function holdModel(pending, scheduler, again, pass) {
  let fired = 0;
  let passed = 0;
  function work() {
    fired++;
    again(work, this);
  }
  for (let i = 0; i < pending; i++) scheduler.schedule(work, nextDelay());
  return {
    passOneMillisecond: () => {
      passed++;
      pass();
    },
    firedInOneMillisecond: () => fired / passed,
  };
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
    return ((word >>> 0) / 2 ** 32) * LONGEST_DELAY;
  });
  return { values, next: 0 };
}
