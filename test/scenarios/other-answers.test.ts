import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterModel } from './counter-model.js';
import type { ModelCustomer, ModelDay } from './counter-model.js';
import { play } from './play.js';
import { transcribe } from './transcript.js';

const menu = [
  { name: 'burger', plural: 'burgers', ms: 5000 },
  { name: 'fries', plural: 'fries', ms: 2000 },
];

async function compare({ program, staff, restMs, menu, customers }: ModelDay): Promise<void> {
  const orders = customers.map((customer) => ({ ...customer }));
  const { lines, outcome } = await play(program, {
    staff,
    restMs,
    menu,
    customers: { from: 'script', orders },
  });
  expect(transcribe(lines, program === 'open')).toEqual(
    counterModel({ program, staff, restMs, menu, customers }),
  );
  expect(outcome).toMatchObject({ status: 'done', deadLetters: 0 });
}

const programs = ['blocking-counter', 'open-counter', 'open'] as const;

describe.each(programs)('%s agrees with a model of coroutines, line by line', (program) => {
  const day = { program, staff: ['John', 'Jane'], restMs: 1000, menu };
  const customer = (...answers: string[]): ModelCustomer => ({ answers, thinkMs: 1300, arrivesMs: 0 });

  it('for five customers who never say goodbye', async () => {
    const customers = [
      customer('1', '1'),
      customer('0', '3'),
      customer('2', '0'),
      customer('1', '0'),
      customer('0', '1'),
    ];
    await compare({ ...day, customers });
  });

  it('for customers who order nothing', async () => {
    await compare({ ...day, customers: [customer('0', '0'), customer('1', '0'), customer('0', '0')] });
  });

  it('for a goodbye in the middle of an order', async () => {
    await compare({ ...day, customers: [customer('2', 'no'), customer('1', '1')] });
  });

  it('for nobody', async () => {
    await compare({ ...day, customers: [] });
  });

  it('for customers who think quickly, so that the second member of staff has barely begun', async () => {
    await compare({ ...day, customers: [{ ...customer('2', '1'), thinkMs: 200 }] });
  });

  it('for customers who come late', async () => {
    await compare({
      ...day,
      customers: [
        { ...customer('1', '1'), arrivesMs: 400 },
        { ...customer('0', '2'), arrivesMs: 400 },
        { ...customer('1', '0'), arrivesMs: 30_000 },
      ],
    });
  });

  it('for days of all kinds', async () => {
    const answer = fc.constantFrom('0', '1', '1', '2', '3', ' 2 ');
    const goodbye = fc.constantFrom('q', '', '1.5', '-1', 'two');
    const tenths = (most: number) => fc.nat({ max: most }).map((n) => n * 100);
    const days = fc.record({
      program: fc.constant(program),
      staff: fc.constantFrom(['John'], ['John', 'Jane'], ['John', 'Jane', 'Jim', 'Jill']),
      restMs: fc.constantFrom(300, 1000, 1700),
      menu: fc.constantFrom(menu, menu.slice(0, 1), [...menu, { name: 'cola', plural: 'colas', ms: 700 }]),
      customers: fc.array(
        fc.record({
          answers: fc.array(fc.oneof({ weight: 12, arbitrary: answer }, { weight: 1, arbitrary: goodbye }), {
            minLength: 3,
            maxLength: 3,
          }),
          thinkMs: tenths(25),
          arrivesMs: fc.oneof(fc.constant(0), tenths(300)),
        }),
        { maxLength: 7 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(days, async (day) => compare(day)),
      { numRuns: 150 },
    );
  });
});
