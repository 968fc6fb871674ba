import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createMachine, setup } from 'xstate';
import { check } from '../../src/explorer/check.js';
import { explore } from '../../src/explorer/explore.js';
import { exploreAndTell } from '../../src/explorer/report/explored-text.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import { random } from '../../src/explorer/strategies/random.js';
import { replay } from '../../src/explorer/strategies/replay.js';
import { lostUpdate, nothingIsLost } from './systems/lost-update.js';
import { suite } from './suite/suite.js';
import type { SuiteCase } from './suite/suite-case.js';

const folder = mkdtempSync(join(tmpdir(), 'short-order-failures-'));
const properties = [nothingIsLost];

afterAll(() => rmSync(folder, { recursive: true }));

/** Fails, saves it, and gives the paths. */
async function savedFailure(
  failuresIn: string,
): Promise<{ schedule: string; diagram: string; line: string }> {
  const { saved, explanation } = await exploreAndTell(lostUpdate, {
    strategy: exhaustive(),
    properties,
    failuresIn,
  });
  if (saved === undefined || 'problem' in saved || explanation === undefined) {
    throw new Error('the failure was to be saved');
  }
  return { ...saved, line: explanation.replay };
}

describe('a failure that is saved', () => {
  test.runIf(existsSync('/proc/self'))('is told all the same where there can be no folder', async () => {
    const options = { strategy: exhaustive(), properties, failuresIn: '/proc/failures/here' };
    const { saved, text } = await exploreAndTell(lostUpdate, options);

    expect(saved).toEqual({ problem: expect.stringContaining('/proc/failures') as string });
    expect(text).toContain('\nIt could not be saved: ');
  });

  test('goes to a schedule and a diagram, called by the root and by what the schedule is', async () => {
    const { schedule, diagram, line } = await savedFailure(join(folder, 'by', 'name'));
    const digits = line.slice(-8);

    expect(readdirSync(join(folder, 'by', 'name')).sort()).toEqual([
      `team-${digits}.mmd`,
      `team-${digits}.schedule`,
    ]);
    expect(readFileSync(schedule, 'utf8')).toBe(`# nothing is lost\n# the cell holds 1\n${line}\n`);
    expect(readFileSync(diagram, 'utf8')).toContain(`%% replay('${line}')\nsequenceDiagram\n`);
  });

  test('is named in the report, and nothing is written without a folder', async () => {
    const failuresIn = join(folder, 'named');
    const { text } = await exploreAndTell(lostUpdate, { strategy: exhaustive(), properties, failuresIn });

    expect(text).toMatch(/^Saved {6}.*named\/team-[0-9a-f]{8}\.schedule$/m);
    expect(text).toMatch(/^Diagram {4}.*named\/team-[0-9a-f]{8}\.mmd$/m);
    expect((await exploreAndTell(lostUpdate, { strategy: exhaustive(), properties })).saved).toBeUndefined();
  });

  test('of a check is saved where the check is told to', async () => {
    const failuresIn = join(folder, 'check');

    await expect(check(lostUpdate, { strategy: exhaustive(), properties, failuresIn })).rejects.toThrow(
      /^Saved {6}/m,
    );
    expect(readdirSync(failuresIn)).toHaveLength(2);
  });

  test('goes to the same files when it comes again', async () => {
    const failuresIn = join(folder, 'again');
    const first = await savedFailure(failuresIn);
    const second = await savedFailure(failuresIn);

    expect(second).toEqual(first);
    expect(readdirSync(failuresIn)).toHaveLength(2);
  });

  test('is told all the same where the folder cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { text } = await exploreAndTell(lostUpdate, {
      strategy: exhaustive(),
      properties,
      failuresIn: file,
    });

    expect(text).toMatch(/^failed: nothing is lost$/m);
    expect(text).toMatch(/^It could not be saved: EEXIST/m);
    expect(text).toMatch(/^replay\('so1\..*'\)$/m);
  });

  test('that is long has the path in place of the line', async () => {
    const ring = ringOf(150);
    const { text, explanation, saved } = await exploreAndTell(ring, {
      strategy: random(),
      mustFinish: true,
      shrink: false,
      failuresIn: join(folder, 'long'),
    });

    expect(explanation?.replay.length).toBeGreaterThan(1000);
    expect(text).not.toContain(explanation?.replay);
    expect(text).toContain(
      `\nreplay('${saved !== undefined && 'schedule' in saved ? saved.schedule : ''}')\n`,
    );
  });
});

describe('a replay', () => {
  test('of the line, of the file and of what is in it fails in the same way', async () => {
    const { schedule, line } = await savedFailure(join(folder, 'replay'));
    const found = await explore(lostUpdate, { strategy: replay(line), properties });

    for (const given of [`${line}\n`, schedule, readFileSync(schedule, 'utf8')]) {
      const again = await explore(lostUpdate, { strategy: replay(given), properties });
      expect(again.failure).toEqual(found.failure);
    }
    expect(found.failure).toMatchObject({ property: 'nothing is lost', replay: line });
  });

  test('is not shrunk, unless it is asked for', async () => {
    const { buggy, options, shortest } = suiteCase('reorder_5');
    const { failure } = await explore(buggy, { ...options, strategy: random(), shrink: false });
    const strategy = replay(failure?.replay ?? '');
    const again = await explore(buggy, { ...options, strategy });
    const shrunk = await explore(buggy, { ...options, strategy, shrink: true });

    expect(failure?.decisions.length).toBeGreaterThan(shortest);
    expect(again.minimal).toBeUndefined();
    expect(again.failure?.decisions).toEqual(failure?.decisions);
    expect(shrunk.minimal?.decisions).toHaveLength(shortest);
  });

  test('of a file that is not there is refused at once, with its name', () => {
    expect(() => replay(join(folder, 'no-such.schedule'))).toThrow(
      /cannot be read: ENOENT.*no-such\.schedule/,
    );
  });
});

/** A root that waits for ever, and a timer a child: all of them fire. */
function ringOf(size: number) {
  const child = createMachine({ id: 'child', initial: 'a', states: { a: { after: { 1: 'b' } }, b: {} } });
  const machine = setup({ actors: { child } }).createMachine({
    id: 'ring',
    invoke: Array.from({ length: size }, (_, index) => ({ src: 'child' as const, id: `child-${index}` })),
  });
  return () => ({ machine });
}

function suiteCase(name: string): SuiteCase {
  const found = suite.find((known) => known.name === name);
  if (found === undefined) {
    throw new Error(`no ${name} in the suite`);
  }
  return found;
}
