import { describe, expect, it } from 'vitest';
import type { Measured } from '../../../src/restaurant/comparison/compare-schedulers.js';
import { comparisonSentence, comparisonTable } from '../../../src/restaurant/comparison/comparison-text.js';

const measured = (computingOnThreads: number): Measured[] => [
  { work: 'waiting', scheduler: 'cooperative', threads: 1, elapsed: 2010, cpu: 40 },
  { work: 'waiting', scheduler: 'workers', threads: 2, elapsed: 2030, cpu: 160 },
  { work: 'computing', scheduler: 'cooperative', threads: 1, elapsed: 4000, cpu: 4000 },
  { work: 'computing', scheduler: 'workers', threads: 2, elapsed: computingOnThreads, cpu: 4120 },
];

describe('what a comparison prints', () => {
  it('is one table, with each kind of work held against its first scheduler', () => {
    expect(comparisonTable(measured(2100))).toEqual([
      'work       scheduler    threads  elapsed  speed-up     CPU',
      'waiting    cooperative        1   2.01 s      1.00  0.04 s',
      'waiting    workers            2   2.03 s      0.99  0.16 s',
      'computing  cooperative        1   4.00 s      1.00  4.00 s',
      'computing  workers            2   2.10 s      1.90  4.12 s',
    ]);
  });

  it('says what threads are for where they help computing alone', () => {
    expect(comparisonSentence(measured(2100))).toBe(
      '2 threads made computing 1.90 times as fast and waiting 0.99 times: ' +
        'staff who wait get by with one thread, staff who compute need one each.',
    );
  });

  it('does not claim a gain that was not measured', () => {
    expect(comparisonSentence(measured(3900))).toBe(
      '2 threads made computing 1.03 times as fast and waiting 0.99 times: ' +
        'nothing was gained, as where only one processor is free.',
    );
  });
});
