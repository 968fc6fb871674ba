// What the benchmarks share: figures by mitata, taken in turns so that a noisy moment hits all of them alike.
import { measure } from 'mitata';

/**
 * Nanoseconds of processor time that each piece of work takes: the median over the turns of mitata's median. The time
 * of the day would count what else the machine does.
 *
 * @param {number} turns
 * @param {(() => unknown)[]} works - what is measured, one after the other in each turn
 * @param {number} [atLeast] - for how many milliseconds to measure each of them in a turn
 * @returns {Promise<number[]>}
 */
export async function nanosecondsInTurns(turns, works, atLeast = 200) {
  const times = works.map(() => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, work] of works.entries()) {
      const { p50 } = await measure(work, { min_cpu_time: atLeast * 1e6, now: processorTime });
      times[index].push(p50);
    }
  }
  return times.map(median);
}

/** The processor time that this process has taken so far, in nanoseconds; that of collecting garbage is part of it. */
export function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** The one in the middle, in order of size. */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
