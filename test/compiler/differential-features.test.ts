import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { stories } from './differential/blueprints.js';
import { features } from './differential/features.js';
import { observe } from './differential/observe.js';

/** Few beside the thousands that are compared; what is met in these is met there many times over. */
const STORIES = 300;

describe('the random machines that compiled ones are compared on meet', () => {
  let lines: readonly string[] = [];

  beforeAll(async () => {
    const found: string[] = [];
    for (const story of fc.sample(stories, { numRuns: STORIES, seed: 1 })) {
      found.push(JSON.stringify(story), ...(await observe(story, (machine) => machine, 'inspector')));
    }
    lines = found;
  }, 120_000);

  test.each(Object.entries(features))('%s', (_, seen) => {
    expect(lines.filter((line) => seen.test(line)).length).toBeGreaterThanOrEqual(5);
  });
});
