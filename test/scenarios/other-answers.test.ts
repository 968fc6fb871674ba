import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterModel } from './counter-model.js';
import type { ModelCustomer, ModelDay } from './counter-model.js';
import { play } from './play.js';
import { transcribe } from './transcript.js';

const tutorialMenu = [
  { name: 'burger', plural: 'burgers', ms: 5000 },
  { name: 'fries', plural: 'fries', ms: 2000 },
];

/** All that is said on such a day by the machines. */
async function said({
  program,
  staff,
  restMs,
  menu,
  customers: orders,
}: ModelDay): Promise<readonly string[]> {
  const { lines, outcome } = await play(program, {
    staff,
    restMs,
    menu,
    customers: { from: 'script', orders },
  });
  if (outcome.status !== 'done' || outcome.deadLetters > 0) throw new Error(`The run is ${outcome.status}.`);
  return transcribe(lines, program === 'open');
}

const customer = (...answers: string[]): ModelCustomer => ({ answers, thinkMs: 1300, arrivesMs: 0 });

const programs = ['blocking-counter', 'open-counter', 'open'] as const;

describe.each(programs)('%s agrees with a model of coroutines, line by line', (program) => {
  it.each<[string, readonly ModelCustomer[]]>([
    [
      'five customers who never say goodbye',
      [customer('1', '1'), customer('0', '3'), customer('2', '0'), customer('1', '0'), customer('0', '1')],
    ],
    ['customers who order nothing', [customer('0', '0'), customer('1', '0'), customer('0', '0')]],
    ['a goodbye in the middle of an order', [customer('2', 'no'), customer('1', '1')]],
    ['nobody', []],
    ['a customer who thinks so quickly that others barely begin', [{ ...customer('2', '1'), thinkMs: 200 }]],
    [
      'customers who come late',
      [
        { ...customer('1', '1'), arrivesMs: 400 },
        { ...customer('0', '2'), arrivesMs: 400 },
        { ...customer('1', '0'), arrivesMs: 30_000 },
      ],
    ],
  ])('for %s', async (_, customers) => {
    const day = { program, staff: ['John', 'Jane'], restMs: 1000, menu: tutorialMenu, customers };
    expect(await said(day)).toEqual(counterModel(day));
  });

  it('for days of all kinds', async () => {
    const answer = fc.constantFrom('0', '1', '1', '2', '3', ' 2 ');
    const goodbye = fc.constantFrom('q', '', '1.5', '-1', 'two');
    const tenths = (most: number) => fc.nat({ max: most }).map((n) => n * 100);
    const days = fc.record({
      program: fc.constant(program),
      staff: fc.constantFrom(['John'], ['John', 'Jane'], ['John', 'Jane', 'Jim', 'Jill']),
      restMs: fc.constantFrom(300, 1000, 1700),
      menu: fc.constantFrom(tutorialMenu, tutorialMenu.slice(0, 1), [
        ...tutorialMenu,
        { name: 'cola', plural: 'colas', ms: 700 },
      ]),
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
      fc.asyncProperty(days, async (day) => {
        expect(await said(day)).toEqual(counterModel(day));
      }),
      { numRuns: 150 },
    );
  });
});
