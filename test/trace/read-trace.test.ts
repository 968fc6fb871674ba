import { raise, setup } from 'xstate';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyTrace } from '../../src/trace/read-trace.js';
import { replayTrace } from '../../src/trace/replay.js';
import type { TraceError, TraceProblem } from '../../src/trace/trace-errors.js';
import { recorded } from './recording.js';

const machine = setup({}).createMachine({
  id: 'm',
  entry: raise({ type: 'TICK' }, { delay: 5, id: 'tick' }),
});
let trace: readonly string[];
let hash: string;

beforeAll(async () => {
  ({ trace, hash } = await recorded(machine, { seed: 3 }));
});

/** What a reader of a trace says is wrong with it. */
function problemOf(reading: Promise<unknown>): Promise<{ problem: TraceProblem; message: string }> {
  return reading.then(
    () => {
      throw new Error('nothing is wrong with it');
    },
    (error: unknown) => {
      const { problem, message } = error as TraceError;
      return { problem, message };
    },
  );
}

function edited(line: number, from: string, to: string): string[] {
  expect(trace[line]).toContain(from);
  return trace.with(line, trace[line]!.replace(from, to));
}

describe('verifyTrace', () => {
  test('passes a whole trace, from memory or from a stream', async () => {
    const stream = async function* (): AsyncGenerator<string> {
      for (const line of trace) {
        yield Promise.resolve(line);
      }
    };

    expect(await verifyTrace(trace)).toMatchObject({ header: { system: 'm', seed: 3 }, summary: { hash } });
    expect(await verifyTrace(stream())).toMatchObject({ summary: { hash } });
  });

  test.each<[string, () => readonly string[], TraceProblem, RegExp]>([
    ['of no line', () => [], 'not-a-trace', /^the trace is empty; record one/],
    ['of another kind of text', () => ['Dear diary,', ...trace], 'not-a-trace', /^line 1: not JSON/],
    [
      'of other JSON',
      () => ['{"trace":"other"}', ...trace],
      'not-a-trace',
      /^line 1: not a trace of short-order/,
    ],
    ['of a bare value', () => ['42'], 'line', /^line 1: not a JSON object/],
    [
      'of another version',
      () => edited(0, '"version":1', '"version":99'),
      'version',
      /^line 1: a trace of version 99; this release reads version 1/,
    ],
    ['without its last line', () => trace.slice(0, -1), 'cut-off', /^cut off behind line 3: its last line/],
    ['of a header alone', () => trace.slice(0, 1), 'cut-off', /^cut off behind line 1/],
    ['cut off in its last line', () => trace.with(3, trace[3]!.slice(0, 40)), 'cut-off', /^line 4: not JSON/],
    [
      'cut off in another line',
      () => [...trace.slice(0, 2), trace[2]!.slice(0, 20)],
      'cut-off',
      /^cut off behind line 3/,
    ],
    ['with another event', () => edited(2, 'TICK', 'TOCK'), 'edited', /^edited: its lines hash to/],
    ['with another seed', () => edited(0, '"seed":3', '"seed":4'), 'edited', /^edited/],
    ['with another input', () => edited(0, '"input":{"$undefined":true}', '"input":7'), 'edited', /^edited/],
    ['with another hash', () => edited(3, hash, hash.replace(/./, 'x')), 'edited', /^edited/],
    ['with another clock', () => edited(0, '"clock":"virtual"', '"clock":"real"'), 'edited', /^edited/],
    ['with another figure', () => edited(3, '"decisions":', '"decisions":1'), 'edited', /^edited/],
    ['with a line less', () => trace.toSpliced(1, 1), 'edited', /^edited/],
    ['with a line twice', () => trace.toSpliced(1, 0, trace[1]!), 'edited', /^edited/],
    ['with lines in another order', () => [trace[0]!, trace[2]!, trace[1]!, trace[3]!], 'edited', /^edited/],
    ['with a space more', () => edited(2, ',"do"', ', "do"'), 'edited', /^edited/],
    ['that goes on behind its end', () => [...trace, trace[1]!], 'edited', /^line 5: the trace goes on/],
    ['with an empty line behind its end', () => [...trace, ''], 'edited', /^line 5: the trace goes on/],
  ])('refuses a trace %s', async (_, lines, problem, message) => {
    const found = await problemOf(verifyTrace(lines()));

    expect(found.problem).toBe(problem);
    expect(found.message).toMatch(message);
  });
});

test('an error about a trace has a code, for who does not read its text', async () => {
  await expect(verifyTrace([])).rejects.toMatchObject({ name: 'TraceError', code: 'ERR_TRACE' });
});

describe('replayTrace', () => {
  test.each<[string, () => readonly string[], TraceProblem, RegExp]>([
    ['of another kind of text', () => ['Dear diary,'], 'not-a-trace', /^line 1: not JSON/],
    [
      'of another version',
      () => edited(0, '"version":1', '"version":2'),
      'version',
      /^line 1: a trace of version 2/,
    ],
    ['without its last line', () => trace.slice(0, -1), 'cut-off', /^cut off behind line 3/],
    ['of no line', () => [], 'cut-off', /^cut off behind line 0/],
    [
      'cut off in a line',
      () => [...trace.slice(0, 2), trace[2]!.slice(0, 20)],
      'cut-off',
      /^line 3: not JSON/,
    ],
    ['with a line that says nothing', () => trace.with(2, '{}'), 'line', /^line 3: neither a step nor/],
  ])('refuses a trace %s', async (_, lines, problem, message) => {
    const found = await problemOf(replayTrace(lines(), () => ({ logic: machine })));

    expect(found.problem).toBe(problem);
    expect(found.message).toMatch(message);
  });
});
