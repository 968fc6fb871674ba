import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { stories } from './differential/blueprints.js';
import type { Story } from './differential/blueprints.js';
import { observe } from './differential/observe.js';

const runs = Number(process.env['STORIES'] ?? 2000);
const seed = process.env['SEED'];

describe('a compiled machine', () => {
  test('does what XState does with any machine and any events', { timeout: 7_200_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const [wanted, got] = await both(story);
        expect(got).toEqual(wanted);
      }),
      { numRuns: runs, ...(seed === undefined ? {} : { seed: Number(seed) }) },
    );
  });
});

async function both(story: Story): Promise<[readonly string[], readonly string[]]> {
  return [await observe(story, (machine) => machine), await observe(story, compile)];
}
