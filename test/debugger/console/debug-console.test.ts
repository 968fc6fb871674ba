import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDebugConsole } from '../../../src/debugger/console/debug-console.js';
import { createDebugger } from '../../../src/debugger/create-debugger.js';
import { textOf } from '../../../src/explorer/report/report-text.js';
import { scenarioSubject } from '../../../src/restaurant/scenario-subject.js';
import { findScenario } from '../../../src/restaurant/scenarios.js';

/** Types lines to a debugger of the scenario two-staff; what came of the last. */
async function typed(...lines: readonly string[]) {
  const scenario = findScenario('two-staff');
  if (scenario === undefined) {
    throw new RangeError();
  }
  const debug = await createDebugger(scenarioSubject(scenario, scenario.defaults));
  onTestFinished(() => debug.close());
  const console = createDebugConsole(debug);
  let text = textOf(console.greeting(80));
  let isWrong = false;
  let isOver = false;
  for (const line of lines) {
    const answer = await console.answer(line, { width: 80 });
    ({ isWrong, isOver } = answer);
    text = textOf(answer.lines);
  }
  return { console, debug, text, isWrong, isOver };
}

describe('what is typed', () => {
  test.each([
    ['s', 1],
    ['st 4', 4],
    ['step 4', 4],
    ['goto 7', 7],
    ['u 5s', 15],
    ['until 5000ms', 15],
    ['c', 23],
    ['  step   2  ', 2],
    ['# step 4', 0],
  ])('%j takes the run to decision %i', async (line, decision) => {
    expect((await typed(line)).debug.stop.decision).toBe(decision);
  });

  test('an empty line is the last again, and nothing where there is none', async () => {
    expect((await typed('', 'step 2', '', '   ')).debug.stop.decision).toBe(6);
    expect((await typed('', '')).text).toBe('');
  });

  test.each([
    ['wehre', 'there is no command wehre; near it: where, why, over (help lists all)'],
    ['brea', 'brea may be break or breakpoints'],
    ['step x', 'step takes a whole number; got "x"'],
    ['step 0', 'step takes a whole number, 1 or more; got 0'],
    ['goto', 'goto takes a whole number; got nothing'],
    ['until 5', 'until takes a time with its unit, as in 5s, 500ms, 2m or 1h; got "5"'],
    ['pick 9', 'pick takes a number from 1 to 1; got 9'],
    ['delete 4', 'there is no breakpoint 4; none is set'],
    ['break', 'break takes where to stop: kitchen, task.wanted, kitchen:closing, a condition'],
    ['show', 'show takes an address, or what is behind one: show kitchen, show kitchen.queue'],
    ['show kitchn', 'there is nothing at kitchn; near it: kitchen, John, Jane'],
    ['save nowhere/x', expect.stringMatching(/^nowhere\/x\.schedule cannot be written: ENOENT/)],
  ])('%s is wrong, and the answer says how', async (line, message) => {
    const { text, isWrong, debug } = await typed(line);

    expect(isWrong).toBe(true);
    expect(text.replaceAll('\n', ' ')).toEqual(message);
    expect(debug.stop.decision).toBe(0);
  });

  test('of a condition that cannot be read, the place is shown', async () => {
    const { text, isWrong } = await typed('break kitchen.queue.length > > 3');

    expect(isWrong).toBe(true);
    expect(text).toBe(
      ['expected a value, found >', '  kitchen.queue.length > > 3', '                         ^'].join('\n'),
    );
  });

  test('quit, and nothing else, ends', async () => {
    expect((await typed('q')).isOver).toBe(true);
    expect((await typed('continue')).isOver).toBe(false);
  });
});

describe('what is answered', () => {
  test('queue: lanes in their order, timers with due times', async () => {
    expect((await typed('goto 8', 'queue')).text).toBe(
      [
        'Lanes',
        '  John > kitchen  task.wanted staff John',
        'Timers',
        '  at 5000 ms  Jane: after cookingTime',
      ].join('\n'),
    );
    expect((await typed('c', 'queue')).text).toBe(
      ['Lanes: nothing waits in any lane', 'Timers: no timer is set'].join('\n'),
    );
  });

  test('where: who lives, and who has ended', async () => {
    expect((await typed('goto 15', 'where')).text).toBe(
      [
        'restaurant  open.working',
        'counter     open.door.shut & desk.unattended',
        'John        working.cooking',
        'kitchen     closing',
        'ended: Jane (home, done)',
      ].join('\n'),
    );
  });

  test('show: state, context, what it takes, what waits for it', async () => {
    const { text } = await typed('goto 8', 'show kitchen');

    expect(text).toMatch(/^kitchen in closing\n {2}\{\n/);
    expect(text).toContain("        dish: 'burger',\n");
    expect(text).toMatch(
      /takes: task\.wanted, items\.ordered, order\.complete, item\.made\nwaiting: task\.wanted staff John from John$/,
    );
  });

  test('show: a value', async () => {
    expect((await typed('goto 8', 'show kitchen.queue[0].next + 1')).text).toBe('  3');
  });

  test('show: a timer of its own', async () => {
    expect((await typed('goto 8', 'show Jane')).text).toMatch(/timers: after cookingTime at 5000 ms$/);
  });

  test('why: the decisions that made the last one possible', async () => {
    expect((await typed('goto 5', 'why')).text).toBe(
      [
        '       5  Jane > kitchen: task.wanted staff Jane    closing, queue changed',
        '       4  Jane: after tyingTheApron                 arriving → lookingForATask',
        '       0  restaurant: start',
      ].join('\n'),
    );
  });

  test('pick: what can be decided, with what comes next by itself', async () => {
    expect((await typed('step', 'pick')).text).toBe(
      ['>  1  John > kitchen: task.wanted staff John', '   2  Jane: after tyingTheApron (due at 0 ms)'].join(
        '\n',
      ),
    );
  });

  test('step 3: each decision on the way, and the last with what it led to', async () => {
    expect((await typed('step 3')).text.split('\n').map((line) => line.slice(0, 44).trimEnd())).toEqual([
      '       1  John: after tyingTheApron',
      '       2  John > kitchen: task.wanted staff',
      'decision 3 at 0 ms',
      '       3  kitchen > John: task.given task {k',
      '          lookingForATask → working.cooking',
      '          emits task.started task {kind cook',
      '          sets a timer: after cookingTime, d',
      'next   4  Jane: after tyingTheApron',
    ]);
  });

  test('save: a file that is followed again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'short-order-debug-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { debug } = await typed('goto 5', `save ${join(folder, 'half')}`);

    expect(readFileSync(join(folder, 'half.schedule'), 'utf8')).toBe(
      `# 5 decisions, up to 0 ms\n${debug.replayLine()}\n`,
    );
  });

  test('no line is wider than asked for', async () => {
    const { console } = await typed('c');
    for (const line of [
      'goto 3',
      'where',
      'queue',
      'show John',
      'why',
      'pick',
      'help',
      'help break',
      'step 9',
    ]) {
      const { lines } = await console.answer(line, { width: 80 });
      expect(lines.filter(({ text }) => text.length > 80)).toEqual([]);
    }
  });
});

test.each([
  ['st', ['step ']],
  ['b', ['back ', 'break ', 'breakpoints ']],
  ['break kit', ['kitchen', 'kitchen:closing']],
  ['b task.w', ['task.wanted']],
  ['break kitchen:clo', ['kitchen:closing']],
  ['show J', ['John', 'Jane']],
  ['help ste', ['step']],
  ['step ', []],
])('%j can become %j', async (line, becomes) => {
  const { console } = await typed();
  const [found] = console.complete(line);

  expect(found.toSorted().slice(0, becomes.length)).toEqual(becomes.toSorted());
  expect(found.length > 0).toBe(becomes.length > 0);
});
