import { describe, expect, test, vi } from 'vitest';
import { recordingOfTrace } from '../../src/debugger/recording.js';
import { linesOf } from '../../src/trace/lines.js';
import { drawTrace } from '../../src/trace/pictures/draw-trace.js';
import { gatherLanes } from '../../src/trace/pictures/lane-chart.js';
import { tellStory } from '../../src/trace/pictures/trace-story.js';
import { verifyTrace } from '../../src/trace/read-trace.js';
import { replayTrace } from '../../src/trace/replay.js';
import { recordTrace } from '../../src/trace/trace-recorder.js';
import { createRun } from '../../src/scheduler/run.js';
import { type AnyStateMachine, assign, createMachine } from 'xstate';

async function gathered(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) {
    all.push(line);
  }
  return all;
}

/** How many characters have been looked through, for the end of a line, since this was called. */
function countCharacters(): () => number {
  const { indexOf, split } = String.prototype;
  let count = 0;
  const spies = [
    vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, search, from = 0) {
      count += this.length - from;
      return Reflect.apply(indexOf, this, [search, from]);
    }),
    vi.spyOn(String.prototype, 'split').mockImplementation(function (this: string, ...given: unknown[]) {
      count += this.length;
      return Reflect.apply(split, this, given) as string[];
    }),
  ];
  return () => {
    spies.forEach((spy) => spy.mockRestore());
    return count;
  };
}

describe('lines of a text that comes in pieces', () => {
  test('are those of the whole, wherever the pieces end', async () => {
    const text = 'one\n\nthree 👩🏽‍🍳\u2028\nfour';
    for (let size = 1; size <= text.length; size++) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
        text.slice(n * size, (n + 1) * size),
      );
      expect(await gathered(linesOf(pieces))).toEqual(['one', '', 'three 👩🏽‍🍳\u2028', 'four']);
    }
  });

  test('cost their length, however many pieces a line has', async () => {
    const pieces = Array.from({ length: 2000 }, () => 'x'.repeat(50));
    const counted = countCharacters();
    const lines = await gathered(linesOf(pieces));
    const count = counted();
    expect(count).toBeGreaterThanOrEqual(100_000);
    expect(count).toBeLessThan(110_000);
    expect(lines).toEqual(['x'.repeat(100_000)]);
  });

  test.each([
    ['one that never ends', ['{}\n{}\n', 'x'.repeat(60), 'y'.repeat(60), 'z'.repeat(60)], 3, 6],
    ['the first', ['x'.repeat(101)], 1, 0],
  ])('may not be too long: %s', async (_, pieces, line, character) => {
    let taken = 0;
    const counted = function* () {
      for (const piece of pieces) {
        taken++;
        yield piece;
      }
    };
    await expect(gathered(linesOf(counted(), 100))).rejects.toMatchObject({
      code: 'ERR_TRACE',
      problem: 'line',
      message: `line ${line}, which begins at character ${character}, has no end within 100 characters; no line of a trace is as long`,
    });
    expect(taken).toBe(Math.min(pieces.length, 3));
  });

  test('may be as long as that', async () => {
    const longest = 'x'.repeat(100);
    expect(await gathered(linesOf([longest, '\n', longest], 100))).toEqual([longest, longest]);
  });
});

describe('a trace that is read as a stream', () => {
  const ticking = createMachine({
    id: 'clock',
    context: { ticks: 0 },
    initial: 'ticking',
    states: {
      ticking: {
        always: { guard: ({ context }) => context.ticks === 300, target: 'stopped' },
        after: {
          10: {
            target: 'ticking',
            reenter: true,
            actions: assign({ ticks: ({ context }) => context.ticks + 1 }),
          },
        },
      },
      stopped: { type: 'final' },
    },
  });

  async function traceOf(machine: AnyStateMachine): Promise<string[]> {
    const lines: string[] = [];
    const run = createRun(machine);
    const recorder = recordTrace(run, { sink: (line) => lines.push(line) });
    recorder.close(await run.finish());
    return lines;
  }

  const noSink = () => undefined;

  test.each<[string, (read: () => AsyncIterable<string>) => Promise<unknown>]>([
    ['is checked', (read) => verifyTrace(read())],
    ['is run again', (read) => replayTrace(read(), () => ({ logic: ticking }))],
    ['is debugged', (read) => recordingOfTrace(read())],
    ['is drawn for Perfetto', (read) => drawTrace(read, { as: 'perfetto' }, noSink)],
    ['is gathered for a page', (read) => gatherLanes(tellStory(read()), {}, [])],
    ['is drawn in part', (read) => drawTrace(read, { as: 'svg', section: { to: 9 } }, noSink)],
  ])('%s a piece at a time: the next is taken when all lines of the last have been', async (_, use) => {
    const lines = await traceOf(ticking);
    const pieces = Array.from({ length: Math.ceil(lines.length / 10) }, (__, n) =>
      lines.slice(n * 10, (n + 1) * 10).map((line) => `${line}\n`),
    );
    let taken = 0;
    let used = 0;
    let most = 0;
    const read = async function* () {
      const counted = function* () {
        for (const piece of pieces) {
          taken += piece.length;
          most = Math.max(most, taken - used);
          yield piece.join('');
        }
      };
      for await (const line of linesOf(counted())) {
        used++;
        yield line;
      }
    };
    await use(read);
    expect({ most, used }).toEqual({ most: 10, used: lines.length });
  });
});
