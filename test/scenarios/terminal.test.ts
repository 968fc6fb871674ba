import { describe, expect, it } from 'vitest';
import type { CustomerEvent } from '../../machines/protocol.js';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import type { Heard } from '../../src/restaurant/heard.js';
import { findScenario } from '../../src/restaurant/scenarios.js';
import { createRun } from '../../src/scheduler/run.js';

const typedLine = (text: string): CustomerEvent => ({ type: 'answer.typed', text });

/** Runs `open` with somebody at the terminal, who types the next of these lines at each question. */
async function typing(typed: readonly string[]) {
  const open = findScenario('open');
  if (open === undefined) throw new Error('There is no scenario open.');
  const clock = createVirtualClock();
  const settings = { ...open.defaults, customers: { from: 'terminal' } } as const;
  const { machine, input } = open.build(settings, clock);
  const run = createRun(machine, { input, clock });
  const lines: string[] = [];
  const left = [...typed];
  run.system.emitted.subscribe((emission) => {
    const heard = emission as Heard;
    for (const { channel, text } of open.phrasebook(heard)) if (channel !== 'staff') lines.push(text);
    if (heard.event.type !== 'question.heard') return;
    const text = left.shift();
    if (text === undefined) run.system.sendToRoot({ type: 'counter.close' });
    else run.system.send(heard.address, typedLine(text));
  });
  return { lines, outcome: await run.finish() };
}

describe('open, at the terminal', () => {
  it('asks one customer after the other until one says goodbye', async () => {
    const { lines, outcome } = await typing(['2', '1', ' 1 ', '0', 'bye']);
    expect(lines).toEqual([
      'Welcome to Short Order!',
      'Order burger and fries for order #0001:',
      'Number of burgers: ',
      'Number of fries: ',
      'Order #0001 queued, please wait.',
      'Order burger and fries for order #0002:',
      'Number of burgers: ',
      'Number of fries: ',
      'Order #0002 queued, please wait.',
      'Order burger and fries for order #0003:',
      'Number of burgers: ',
      'Goodbye!',
    ]);
    expect(outcome).toMatchObject({ status: 'done', output: { items: 4, arrived: 3, served: 2 } });
  });

  it('closes in order at the end of input, and finishes what is queued', async () => {
    const { lines, outcome } = await typing(['2']);
    expect(lines.slice(-2)).toEqual(['Number of fries: ', 'Goodbye!']);
    expect(outcome).toMatchObject({ status: 'done', output: { items: 2, arrived: 1, served: 1 } });
  });
});
