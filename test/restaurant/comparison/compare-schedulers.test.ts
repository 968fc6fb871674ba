import { expect, it } from 'vitest';
import { compareSchedulers } from '../../../dist/src/restaurant/comparison/compare-schedulers.js';
import { contestants } from '../../../dist/src/restaurant/comparison/contestants.js';

it('measures each kind of work under each scheduler, with as much computing as there is to cook', async () => {
  const staff = ['John', 'Jane'];
  const measured = await compareSchedulers({ staff, items: 4, ms: 20, contestants: contestants(2, staff) });

  expect(measured.map(({ work, scheduler, threads }) => [work, scheduler, threads])).toEqual([
    ['waiting', 'cooperative', 1],
    ['waiting', 'workers', 2],
    ['computing', 'cooperative', 1],
    ['computing', 'workers', 2],
  ]);
  // Two staff wait for two items each; whoever computes on one thread does one after the other.
  expect(measured[0]?.elapsed).toBeGreaterThanOrEqual(39);
});

it('ends at once, with the reason, when it is aborted', async () => {
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  const options = { staff: ['John'], items: 1, ms: 10_000, contestants: contestants(1, ['John']) };

  await expect(compareSchedulers({ ...options, signal: stop.signal })).rejects.toThrow('enough');
});
