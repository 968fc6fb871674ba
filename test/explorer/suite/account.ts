import type { SuiteCase } from './suite-case.js';
import { acquire, assertThat, read, release, write } from './thread.js';
import { threads, threadsHold } from './threads.js';

const [START, DEPOSIT, WITHDRAWAL] = [100, 10, 30];

/**
 * CS.account_bad: a deposit, a withdrawal and an audit, all under one lock. The audit's books are wrong, which shows
 * only where it comes last.
 */
export const account: SuiteCase = {
  name: 'account',
  buggy: accountWith((start, deposit, withdrawal) => start - deposit - withdrawal),
  correct: accountWith((start, deposit, withdrawal) => start + deposit - withdrawal),
  shortest: 26,
  options: threadsHold,
};

function accountWith(expected: (start: number, deposit: number, withdrawal: number) => number) {
  return threads({
    cells: { balance: START, deposited: 0, withdrawn: 0 },
    locks: ['lock'],
    threads: {
      depositor: () => change(DEPOSIT, 'deposited'),
      withdrawer: () => change(-WITHDRAWAL, 'withdrawn'),
      *auditor() {
        yield* acquire('lock');
        const isComplete = (yield* read('deposited')) === 1 && (yield* read('withdrawn')) === 1;
        if (isComplete) {
          const balance = yield* read('balance');
          assertThat(balance === expected(START, DEPOSIT, WITHDRAWAL), 'the balance is what the books say');
        }
        yield* release('lock');
      },
    },
  });
}

function* change(amount: number, done: string) {
  yield* acquire('lock');
  const balance = yield* read('balance');
  yield* write('balance', balance + amount);
  yield* write(done, 1);
  yield* release('lock');
}
