import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { createDesk, type Desk } from './short-order.js';

/** What was recorded, by what was typed: the same for every test. */
const traces = new Map<string, string>();

async function deskWithTrace(args = 'two-staff'): Promise<Desk> {
  const desk = createDesk();
  if (!traces.has(args)) {
    await desk.type(`run ${args} --quiet --log staff.log --trace t.ndjson`);
    traces.set(args, desk.read('t.ndjson'));
  }
  desk.write('t.ndjson', traces.get(args) ?? '');
  return desk;
}

const picture = fileURLToPath(new URL('../../docs/pictures/two-staff.svg', import.meta.url));

describe('a picture', () => {
  test('in the documents is as it would be drawn now', async () => {
    const desk = await deskWithTrace();

    const { stdout } = await desk.type('draw t.ndjson --as svg');

    if (process.env['UPDATE_DOCS'] !== undefined) {
      writeFileSync(picture, stdout);
    }
    expect(readFileSync(picture, 'utf8')).toBe(stdout);
  });

  test('goes to standard output', async () => {
    const desk = await deskWithTrace();

    const { stdout, stderr, code } = await desk.type(
      'draw t.ndjson --as mermaid --from 1 --to 3 --actors John,kitchen',
    );

    expect(stdout.split('\n')).toEqual([
      '%% restaurant: steps 1 to 3',
      'sequenceDiagram',
      '  autonumber',
      '  participant a1 as John',
      '  participant a2 as kitchen',
      '  a1->>a1: after tyingTheApron',
      '  Note over a1: arriving → lookingForATask',
      '  a1->>a2: task.wanted staff John',
      '  a2->>a1: task.given task #123;item …, kind cook#125;',
      '  Note over a1: lookingForATask → working.cooking',
      '',
    ]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test.each([
    ['svg', /^<svg xmlns=.*<\/svg>\n$/s],
    ['html', /^<!doctype html>.*<\/html>\n$/s],
    ['mermaid', /^%% restaurant: steps 0 to 23\nsequenceDiagram\n/],
    ['perfetto', /^\{"displayTimeUnit":"ms","traceEvents":\[\n.*\}\}\n$/s],
  ])('as %s goes to a file, the same as to standard output', async (as, pattern) => {
    const desk = await deskWithTrace();

    const toFile = await desk.type(`draw t.ndjson --as ${as} --output picture`);

    expect(toFile).toEqual({ stdout: '', stderr: '', code: 0 });
    expect(desk.read('picture')).toMatch(pattern);
    expect((await desk.type(`draw t.ndjson --as ${as}`)).stdout).toBe(desk.read('picture'));
  });

  test('shows the queue of the kitchen unless told otherwise', async () => {
    const desk = await deskWithTrace();
    const namesIn = async (options: string) => {
      const { stdout } = await desk.type(`draw t.ndjson --as html${options}`);
      const json = /id="data">(.*)<\/script>/.exec(stdout)?.[1] ?? '';
      return (JSON.parse(json) as { series: { name: string }[] }).series.map(({ name }) => name);
    };

    expect(await namesIn('')).toEqual(['kitchen@queue.changed.waiting']);
    expect(await namesIn(' --series restaurant.atWork,kitchen.queue')).toEqual([
      'restaurant.atWork',
      'kitchen.queue',
    ]);
  });

  test('of a rush of customers folds them into one lane, and Perfetto gets all of them', async () => {
    const desk = await deskWithTrace('lunch-rush --customers 100');

    const page = (await desk.type('draw t.ndjson --as html')).stdout;
    const perfetto = (await desk.type('draw t.ndjson --as perfetto')).stdout;

    expect(page).toContain('<th scope="row" dir="auto">customer × 100</th>');
    const { traceEvents } = JSON.parse(perfetto) as { traceEvents: { ph: string; id?: number }[] };
    const sent = desk.read('t.ndjson').match(/"effect":"send"/g)?.length;
    expect(traceEvents.filter(({ ph }) => ph === 's')).toHaveLength(sent ?? 0);
    expect(traceEvents.filter(({ ph }) => ph === 'f')).toHaveLength(sent ?? 0);
  });
});

test.each([
  ['draw t.ndjson', "required option '--as <kind>' not specified (see `--help`)"],
  ['draw t.ndjson --as pdf', '--as takes mermaid, svg, html, perfetto; got "pdf" (nearest: svg)'],
  [
    'draw t.ndjson --as html --actors John',
    '--actors is not for --as html, which takes --from, --to, --series',
  ],
  ['draw t.ndjson --as perfetto --to 3', '--to is not for --as perfetto, which takes --series'],
  ['draw t.ndjson --as svg --from x', '--from takes a whole number from 0 to 9007199254740991; got "x"'],
  ['draw t.ndjson --as svg --from 9 --to 3', '--from 9 lies behind --to 3; name the earlier step first'],
  ['draw t.ndjson --as svg --actors John,,Jane', '--actors has an empty name; separate names by one comma'],
  [
    'draw t.ndjson --as svg --actors John,kichen',
    't.ndjson: no actor has the address "kichen" (nearest: kitchen)',
  ],
  [
    'draw t.ndjson --as svg --from 24',
    't.ndjson: no step lies in that section; the trace has the steps 0 to 23',
  ],
  [
    'draw t.ndjson --as html --series kitchen.queu',
    't.ndjson: nothing in the trace is called "kitchen.queu"; a series is an address with a field of its context, as in kitchen.queue, or with a field of what it emits, as in kitchen@queue.changed.waiting (nearest: kitchen.queue)',
  ],
  [
    'draw t.ndjson --as perfetto --series kitchen@queue.changed.wating --output out',
    't.ndjson: nothing in the trace is called "kitchen@queue.changed.wating"; a series is an address with a field of its context, as in kitchen.queue, or with a field of what it emits, as in kitchen@queue.changed.waiting (nearest: kitchen@queue.changed.waiting)',
  ],
  ['draw nobody.ndjson --as svg', 'nobody.ndjson: does not exist'],
  ['draw . --as svg', '.: is a folder; a file is needed'],
  ['draw /dev/null --as svg', '/dev/null: the trace is empty; record one with `run --trace FILE`'],
  [
    'draw t.ndjson --as svg --output nowhere/p.svg',
    '--output nowhere/p.svg: there is no folder nowhere to write it to',
  ],
  ['draw t.ndjson --as svg --output .', '--output .: is a folder; a file is needed'],
  [
    'draw t.ndjson --as svg --output t.ndjson',
    '--output t.ndjson: is the file of the trace as well; name another',
  ],
  ['draw t.ndjson --as svg --output link', '--output link: is the file of the trace as well; name another'],
])('%s', async (args, problem) => {
  const desk = await deskWithTrace();
  symlinkSync(join(desk.folder, 't.ndjson'), join(desk.folder, 'link'));
  const before = desk.read('t.ndjson');

  expect(await desk.type(args)).toEqual({ stdout: '', stderr: `short-order: ${problem}\n`, code: 2 });
  expect(desk.read('t.ndjson')).toBe(before);
  expect(() => desk.read('out')).toThrow('ENOENT');
});

test('a trace may come through a pipe, though it is read twice', async () => {
  const desk = await deskWithTrace();
  const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('short-order-copy-'));

  const { stdout, stderr, code } = await desk.type('draw - --as svg', desk.read('t.ndjson'));

  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout).toBe(readFileSync(picture, 'utf8'));
  await vi.waitFor(() => expect(copies()).toEqual([]));
});

test.each<[string, (lines: string[]) => string[], string]>([
  [
    'cut off',
    (lines) => lines.slice(0, -1),
    'cut off behind line 25: its last line, with the hash, is missing',
  ],
  [
    'cut off in the midst of a line',
    (lines) => [...lines.slice(0, 9), '{"step":8,"ti'],
    'cut off behind line 10: its last line, with the hash, is missing',
  ],
  [
    'of a later version',
    ([header = '', ...lines]) => [header.replace('"version":1', '"version":2'), ...lines],
    'line 1: a trace of version 2; this release reads version 1, so record it again',
  ],
  [
    'that is none',
    () => ['{"hello":1}'],
    'line 1: not a trace of short-order; record one with `run --trace FILE`',
  ],
  ['without a line', () => [], 'the trace is empty; record one with `run --trace FILE`'],
])('a trace %s is refused, and what the picture would replace stays', async (_, change, problem) => {
  const desk = await deskWithTrace();
  const lines = change(desk.read('t.ndjson').trimEnd().split('\n'));
  desk.write('t.ndjson', lines.map((line) => `${line}\n`).join(''));
  desk.write('old.svg', 'as it was');

  expect(await desk.type('draw t.ndjson --as svg --output old.svg')).toEqual({
    stdout: '',
    stderr: `short-order: t.ndjson: ${problem}\n`,
    code: 2,
  });
  expect(desk.read('old.svg')).toBe('as it was');
});

test('a disk without space is no mistake of the user', async () => {
  const desk = await deskWithTrace();

  expect(await desk.type('draw t.ndjson --as svg --output /dev/full')).toEqual({
    stdout: '',
    stderr: 'short-order: /dev/full: cannot be written: no space is left on its disk\n',
    code: 1,
  });
});

test('a trace with too much for Mermaid says what to do', async () => {
  const desk = await deskWithTrace('lunch-rush --customers 50');

  const { stderr, code } = await desk.type('draw t.ndjson --as mermaid');

  expect(stderr).toMatch(
    /^short-order: t\.ndjson: Mermaid takes 50000 characters, which suffice for the steps 0 to \d+; draw a section by --from STEP --to STEP, or what passes between some actors by --actors A,B\n$/,
  );
  expect(code).toBe(2);
});

test('a reader who has seen enough is no error', async () => {
  const desk = await deskWithTrace('lunch-rush');
  const drawing = desk.start('draw t.ndjson --as perfetto');

  drawing.process.stdout.once('data', () => drawing.process.stdout.destroy());

  const { stderr, code } = await drawing.finished;
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
});
