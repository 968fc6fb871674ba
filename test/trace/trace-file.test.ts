import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assign, createMachine, setup } from 'xstate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRun } from '../../src/scheduler/run.js';
import { verifyTrace } from '../../src/trace/read-trace.js';
import { replayTrace } from '../../src/trace/replay.js';
import { openTraceFile, readLines } from '../../src/trace/trace-file.js';
import { recordTrace } from '../../src/trace/trace-recorder.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'short-order-trace-'));
  path = join(folder, 'run.trace');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function allLines(): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(path)) {
    lines.push(line);
  }
  return lines;
}

function write(lines: readonly string[]): void {
  const file = openTraceFile(path);
  for (const line of lines) {
    file.sink(line);
  }
  file.close();
}

describe('a trace file', () => {
  test.each<[string, string[]]>([
    ['no line', []],
    ['one line', ['one']],
    ['an empty line', ['', 'two']],
    ['line separators, which end no line', ['a\u2028b\u2029c\u0085d', 'e']],
    ['carriage returns, which end no line', ['a\rb', 'c\r']],
    ['characters of all lengths', ['é', '漢', '👩🏽‍🍳'.repeat(50)]],
    ['a huge line between small ones', ['small', 'huge '.repeat(400_000), 'small']],
    ['very many lines', Array.from({ length: 50_000 }, (_, n) => `line ${n}`)],
    ['lines that end about where a chunk does', Array.from({ length: 40 }, (_, n) => '👩'.repeat(8190 + n))],
  ])('gives back %s', async (_, lines) => {
    write(lines);

    expect(await allLines()).toEqual(lines);
  });

  test('is empty from the moment in which it is opened', async () => {
    write(['of an earlier run']);

    const file = openTraceFile(path);
    const before = await allLines();
    file.close();

    expect(before).toEqual([]);
  });

  test('is written while the run goes on', () => {
    const file = openTraceFile(path);

    for (let n = 0; n < 100; n++) {
      file.sink('x'.repeat(2000));
    }
    const meanwhile = readFileSync(path, 'utf8').length;
    file.close();

    expect(meanwhile).toBeGreaterThan(100_000);
    expect(readFileSync(path, 'utf8')).toHaveLength(200_100);
  });

  test('that cannot be opened says so at once', () => {
    expect(() => openTraceFile(join(folder, 'no', 'such', 'folder'))).toThrow('ENOENT');
  });

  test('that cannot be read says so', async () => {
    await expect(allLines()).rejects.toThrow('ENOENT');
  });

  test('keeps what events carry, so that the run can be verified and replayed from it', async () => {
    const machine = setup({
      types: { context: {} as { said: string }, events: {} as { type: 'SAY'; text: string } },
    }).createMachine({
      id: 'm',
      context: { said: '' },
      on: { SAY: { actions: assign({ said: ({ context, event }) => context.said + event.text }) } },
    });
    const run = createRun(machine);
    const file = openTraceFile(path);
    const recorder = recordTrace(run, { sink: file.sink });
    for (const text of ['a\u2028b', '\ud800', 'line\nbreak', '👩🏽‍🍳'.repeat(30_000), '\u0000']) {
      run.system.sendToRoot({ type: 'SAY', text });
    }
    const { hash } = recorder.close(await run.finish());
    file.close();

    const { summary } = await verifyTrace(readLines(path));
    const replay = await replayTrace(readLines(path), () => ({ logic: machine }));

    expect(summary.hash).toBe(hash);
    expect(replay.system.root.getSnapshot()).toMatchObject(run.system.root.getSnapshot());
  });

  test('ends with a line feed', () => {
    write(['one', 'two']);

    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });
});

describe('lines of a file', () => {
  test('may be left before the end', async () => {
    write(Array.from({ length: 10_000 }, (_, n) => `line ${n}`));

    for await (const line of readLines(path)) {
      expect(line).toBe('line 0');
      break;
    }
  });

  test('need no machine to be read', async () => {
    const run = createRun(createMachine({ id: 'm' }));
    const file = openTraceFile(path);
    const recorder = recordTrace(run, { sink: file.sink });
    recorder.close(await run.finish());
    file.close();

    expect((await allLines()).map((line) => Object.keys(JSON.parse(line) as object)[0])).toEqual([
      'trace',
      'step',
      'end',
    ]);
  });
});
