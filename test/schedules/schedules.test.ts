import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/explorer/check.js';
import { explore } from '../../src/explorer/explore.js';
import { random } from '../../src/explorer/strategies/random.js';
import { replay } from '../../src/explorer/strategies/replay.js';
import { suite } from '../explorer/suite/suite.js';

const place = (name: string): URL => new URL(`${name}.txt`, import.meta.url);

/** Finds and shrinks the schedules anew: `UPDATE_SCHEDULES=1 npx vitest run test/schedules`. */
if (process.env['UPDATE_SCHEDULES'] !== undefined) {
  for (const { name, buggy, options } of suite) {
    const { minimal } = await explore(buggy, { ...options, strategy: random() });
    writeFileSync(place(name), `${minimal?.replay}\n`);
  }
}

test('every system of the suite has a saved schedule, and nothing else has', () => {
  const saved = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.txt'));

  expect(saved.sort()).toEqual(suite.map(({ name }) => `${name}.txt`).sort());
});

describe.each(suite)('the saved schedule of $name', ({ name, buggy, options, shortest }) => {
  test('still fails, at its last decision', async () => {
    const strategy = replay(readFileSync(place(name), 'utf8'));
    const { failure } = await explore(buggy, { ...options, strategy, shrink: false });

    expect(failure?.decisions).toHaveLength(shortest);
  });

  test('is what a check reports', async () => {
    const line = readFileSync(place(name), 'utf8').trim();

    await expect(check(buggy, { ...options, strategy: replay(line), shrink: false })).rejects.toThrow(
      `replay('${line}')`,
    );
  });
});
