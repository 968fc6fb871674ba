import { describe, expect, test } from 'vitest';
import { createMachine, fromCallback } from 'xstate';
import { exploreAndTell } from '../../src/explorer/report/explored-text.js';
import { explore } from '../../src/explorer/explore.js';
import { random } from '../../src/explorer/strategies/random.js';

describe('a callback that sends later', () => {
  const machine = createMachine({
    id: 'shop',
    invoke: { id: 'bell', src: fromCallback(() => undefined) },
    on: { rung: '.open' },
    initial: 'shut',
    states: { shut: {}, open: { type: 'final' } },
  });
  const warning =
    'shop/bell, a callback, may still have sent something when a schedule had ended: nothing waits for it';

  test('is named where a schedule ends before it', async () => {
    const { statistics } = await explore(() => ({ machine }), { schedules: 3 });
    const onThreads = await explore(() => ({ machine }), { schedules: 3, strategy: random(), threads: 1 });

    expect(statistics.warnings).toContain(warning);
    expect(onThreads.statistics.warnings).toContain(warning);
  });

  test('keeps a report from saying that no schedule can do otherwise', async () => {
    const { text } = await exploreAndTell(() => ({ machine }), { schedules: 3, mustFinish: true });

    expect(text).toContain(
      'nothing was left to decide, but shop/bell, a callback, may still have sent something',
    );
    expect(text).not.toContain('no schedule can do otherwise');
  });

  test('is no worry where it has stopped', async () => {
    const { statistics } = await explore(() => ({ machine: stopped }), { schedules: 3 });

    expect(statistics.warnings.join()).not.toContain('may still have sent');
  });

  const stopped = createMachine({
    initial: 'on',
    states: { on: { invoke: { src: fromCallback(() => undefined) }, after: { 1: 'off' } }, off: {} },
  });
});
