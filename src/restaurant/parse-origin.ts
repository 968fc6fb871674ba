import { z } from 'zod';
import { InputError } from './input-error.js';
import type { Origin } from './origin.js';
import type { Scenario, ScenarioSettings } from './scenario.js';
import { findScenario, scenarios } from './scenarios.js';

// Apart from origin.ts, which each thread imports: to load zod takes longer than all else that a thread needs but RxJS.

const orders = z.array(
  z.strictObject({ answers: z.array(z.string()), thinkMs: z.number(), arrivesMs: z.number() }),
);

const schema: z.ZodType<Origin> = z.strictObject({
  scenario: z.string(),
  settings: z.strictObject({
    staff: z.array(z.string()).min(1),
    restMs: z.number().positive(),
    menu: z.array(z.strictObject({ name: z.string(), plural: z.string(), ms: z.number().positive() })).min(1),
    customers: z.discriminatedUnion('from', [
      z.strictObject({ from: z.literal('nowhere') }),
      z.strictObject({ from: z.literal('script'), orders }),
      z.strictObject({
        from: z.literal('chance'),
        customers: z.int().positive(),
        perHour: z.number().positive(),
      }),
      z.strictObject({ from: z.literal('terminal') }),
    ]),
    seed: z.int(),
  }),
});

/**
 * Reads the origin in the first line of a trace.
 *
 * @throws InputError `ERR_ORIGIN`: not a run of this restaurant, or of a scenario that it does not have
 */
export function parseOrigin(origin: unknown): { scenario: Scenario; settings: ScenarioSettings } {
  const result = schema.safeParse(origin);
  if (!result.success) {
    const field = ['origin', ...(result.error.issues[0]?.path ?? [])].join('.');
    throw new InputError(
      'ERR_ORIGIN',
      `line 1: ${field} is not what \`short-order run\` writes; replay the trace with the program that recorded it`,
    );
  }
  const scenario = findScenario(result.data.scenario);
  if (scenario === undefined) {
    const names = scenarios.map(({ name }) => name).join(', ');
    throw new InputError(
      'ERR_ORIGIN',
      `line 1: a trace of the scenario "${result.data.scenario}", which this release does not have; it has ${names}`,
    );
  }
  return { scenario, settings: result.data.settings };
}
