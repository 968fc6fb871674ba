import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDesk, type Desk } from './short-order.js';
import { resealed } from './resealed.js';

async function traceOf(desk: Desk, args: string): Promise<string[]> {
  await desk.type(`run ${args} --quiet --trace t.ndjson`);
  return desk.read('t.ndjson').trimEnd().split('\n');
}

/** Writes these lines as a trace, and replays it. */
async function replay(desk: Desk, lines: readonly string[]) {
  desk.write('t.ndjson', `${lines.join('\n')}\n`);
  return desk.type('replay t.ndjson');
}

const mistake = (problem: string) => ({ stdout: '', stderr: `short-order: t.ndjson: ${problem}\n`, code: 2 });

test.each([
  'two-staff',
  'blocking-counter',
  'open-counter',
  'open',
  'race --interleave random --seed 3',
  'race --interleave random --seed 1',
  'lock --interleave random --seed 1',
  'lunch-rush --customers 50 --seed 5',
  'all-at-once --clock 100x',
])('a run of %s comes out the same', async (args) => {
  const desk = createDesk();
  const lines = await traceOf(desk, args);
  const { decisions, hash } = JSON.parse(lines.at(-1) ?? '') as { decisions: number; hash: string };
  expect(await desk.type('replay t.ndjson')).toEqual({
    stdout: `the same: ${decisions} decisions, hash ${hash.slice(0, 12)}…\n`,
    stderr: '',
    code: 0,
  });
});

test('a trace needs none of the files with which it was recorded', async () => {
  const desk = createDesk();
  desk.write('orders.json', '{"customers":[{"answers":["3"],"think":0.5}]}');
  desk.write('menu.json', '{"dishes":[{"name":"soup","seconds":4}]}');
  await traceOf(desk, 'open --orders orders.json --menu menu.json --staff Ann,Bob');
  rmSync(join(desk.folder, 'orders.json'));
  rmSync(join(desk.folder, 'menu.json'));
  expect((await desk.type('replay t.ndjson')).stdout).toMatch(/^the same: /);
});

test('what --json prints is a trace', async () => {
  const desk = createDesk();
  const { stdout } = await desk.type('run two-staff --json');
  desk.write('t.ndjson', stdout);
  expect((await desk.type('replay t.ndjson')).code).toBe(0);
});

test('a trace may come through a pipe, and is told from one that was cut off there', async () => {
  const desk = createDesk();
  const lines = await traceOf(desk, 'two-staff');
  const text = `${lines.join('\n')}\n`;
  expect(await desk.type('replay -', text)).toMatchObject({
    stdout: expect.stringMatching(/^the same: 24 decisions/) as string,
    code: 0,
  });
  expect(await desk.type('replay -', text.slice(0, 5000))).toEqual({
    stdout: '',
    stderr: 'short-order: -: cut off behind line 6: its last line, with the hash, is missing\n',
    code: 2,
  });
  expect(await desk.type('replay -')).toMatchObject({
    stderr: 'short-order: -: the trace is empty; record one with `run --trace FILE`\n',
    code: 2,
  });
});

test('a run that comes out otherwise is told by its first difference', async () => {
  const desk = createDesk();
  const [header = '', ...lines] = await traceOf(desk, 'two-staff');
  const slower = header.replace(/("origin":.*"ms":)5000/, '$16000');
  expect(slower).not.toBe(header);
  const { stdout, stderr, code } = await replay(desk, resealed([slower, ...lines]));
  expect(stdout).toBe('');
  expect(stderr).toMatch(
    /^not the same: step 0 came out otherwise at .*: the recording has .*, this run has .*\n$/,
  );
  expect(code).toBe(1);
});

test('a trace that was cut off', async () => {
  const desk = createDesk();
  const lines = await traceOf(desk, 'two-staff');
  expect(await replay(desk, lines.slice(0, -1))).toEqual(
    mistake('cut off behind line 25: its last line, with the hash, is missing'),
  );
});

test('a trace that was cut off in the midst of a line', async () => {
  const desk = createDesk();
  const lines = await traceOf(desk, 'two-staff');
  expect(await replay(desk, [...lines.slice(0, 9), '{"step":9,"ti'])).toEqual(
    mistake('cut off behind line 10: its last line, with the hash, is missing'),
  );
});

test('a trace that was edited', async () => {
  const desk = createDesk();
  const lines = await traceOf(desk, 'two-staff');
  const edited = lines.map((line, index) => (index === 0 ? line : line.replace('John', 'Joan')));
  const { stderr, code } = await replay(desk, edited);
  expect(stderr).toMatch(
    /^short-order: t\.ndjson: edited: its lines hash to [0-9a-f]{16}…, its last line says [0-9a-f]{16}…\n$/,
  );
  expect(code).toBe(2);
});

test('a trace of another version', async () => {
  const desk = createDesk();
  const [header = '', ...lines] = await traceOf(desk, 'two-staff');
  const { stderr, code } = await replay(desk, [header.replace(/"version":\d+/, '"version":99'), ...lines]);
  expect(stderr).toMatch(
    /^short-order: t\.ndjson: line 1: a trace of version 99; this release reads version \d+, .*\n$/,
  );
  expect(code).toBe(2);
});

test('a trace of a scenario that this release does not have', async () => {
  const desk = createDesk();
  const [header = '', ...lines] = await traceOf(desk, 'two-staff');
  const { stderr, code } = await replay(
    desk,
    resealed([header.replace('"two-staff"', '"three-staff"'), ...lines]),
  );
  expect(stderr).toMatch(
    /^short-order: t\.ndjson: line 1: a trace of the scenario "three-staff", which this release does not have; .*\n$/,
  );
  expect(code).toBe(2);
});

test('a trace of some other system', async () => {
  const desk = createDesk();
  const [header = '', ...lines] = await traceOf(desk, 'two-staff');
  const { origin: _, ...withoutOrigin } = JSON.parse(header) as Record<string, unknown>;
  expect(await replay(desk, resealed([JSON.stringify(withoutOrigin), ...lines]))).toEqual(
    mistake(
      'line 1: origin is not what `short-order run` writes; replay the trace with the program that recorded it',
    ),
  );
});

test('a file that is no trace', async () => {
  const desk = createDesk();
  desk.write('t.ndjson', '{"customers":[]}\n');
  expect(await desk.type('replay t.ndjson')).toEqual(
    mistake('line 1: not a trace of short-order; record one with `run --trace FILE`'),
  );
});

test('an empty file', async () => {
  const desk = createDesk();
  desk.write('t.ndjson', '');
  expect(await desk.type('replay t.ndjson')).toEqual(
    mistake('the trace is empty; record one with `run --trace FILE`'),
  );
});
