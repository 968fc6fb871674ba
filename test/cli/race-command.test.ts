import { expect, test } from 'vitest';
import { createDesk } from './short-order.js';

interface Protocol {
  readonly trials: number;
  readonly spoilt: number;
  readonly takenTwice: number;
  readonly lost: number;
  readonly emptyHands: number;
  readonly asActors: { readonly verdict: string; readonly shortest: number | null };
}

test('short-order race never spoils a trial with the lock, and explores both protocols', async () => {
  const { stdout, code } = await createDesk().type('race --trials 500 --items 20 --json');

  const { withoutLock, withLock } = JSON.parse(stdout) as Record<'withoutLock' | 'withLock', Protocol>;
  expect(code).toBe(0);
  expect(withLock).toMatchObject({ trials: 500, spoilt: 0, takenTwice: 0, lost: 0, emptyHands: 0 });
  expect(withLock.asActors.verdict).toBe('passed: explored completely');
  expect(withoutLock.trials).toBe(500);
  expect(withoutLock.asActors).toMatchObject({ verdict: 'failed', shortest: 20 });
});

test('short-order race shows a table with a line for each protocol', async () => {
  const { stdout, stderr, code } = await createDesk().type('race --trials 7');

  const [title, heads, without, locked] = stdout.split('\n');
  expect(code).toBe(0);
  expect(title).toBe('In shared memory, on threads:');
  expect(heads?.trim().split(/ {2,}/)).toEqual([
    'trials',
    'spoilt',
    'taken twice',
    'lost',
    'from an empty rail',
  ]);
  expect(without).toMatch(/^ {2}without a lock {2,}7 /);
  expect(locked?.trim().split(/ {2,}/)).toEqual(['with a lock', '7', '0 (0.0 %)', '0', '0', '0']);
  expect(stderr).toContain('3 items and 2 staff in each trial');
});

test.each([
  ['--trials 0', '--trials takes a whole number from 1 to 10000000; got "0"'],
  ['--staff two', '--staff takes a whole number from 1 to 64; got "two"'],
  ['--items 1.5', '--items takes a whole number from 1 to 1000; got "1.5"'],
])('short-order race %s is the mistake of whoever typed it', async (args, message) => {
  const { stderr, code } = await createDesk().type(`race ${args}`);

  expect({ stderr, code }).toEqual({ stderr: `short-order: ${message}\n`, code: 2 });
});
