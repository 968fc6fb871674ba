import { describe, expect, test } from 'vitest';
import { assign, createMachine, sendParent, sendTo, setup } from 'xstate';
import { explore } from '../../src/explorer/explore.js';
import type { ExploreOptions } from '../../src/explorer/explore-options.js';
import type { Property } from '../../src/explorer/property.js';
import { explainReport, type FailureExplanation } from '../../src/explorer/report/failure-explanation.js';
import { reportData } from '../../src/explorer/report/report-data.js';
import { exploreAndTell } from '../../src/explorer/report/explored-text.js';
import { reportLines, textOf } from '../../src/explorer/report/report-text.js';
import { sequenceDiagram } from '../../src/explorer/report/sequence-diagram.js';
import { exhaustive } from '../../src/explorer/strategies/exhaustive.js';
import { exhaustiveStates } from '../../src/explorer/strategies/exhaustive-states.js';
import { random } from '../../src/explorer/strategies/random.js';
import { replay } from '../../src/explorer/strategies/replay.js';
import type { Subject, SubjectFactory } from '../../src/explorer/subject.js';
import { lostUpdate, nothingIsLost } from './systems/lost-update.js';
import { everybodyEats, philosophers } from './systems/philosophers.js';
import { team } from './systems/team.js';

/** Explores a system that fails, and explains it. */
async function explained(
  factory: SubjectFactory,
  options: ExploreOptions,
): Promise<{ explanation: FailureExplanation; text: string }> {
  const all = { strategy: exhaustiveStates(), ...options };
  const report = await explore(factory, all);
  const explanation = await explainReport(factory, report, all);
  if (explanation === undefined) {
    throw new Error(`the system was to fail; ${report.verdict}`);
  }
  return { explanation, text: textOf(reportLines(report, explanation)) };
}

describe('the schedule of a failure', () => {
  test('has a numbered line for each decision, a column for each actor, and the change of the receiver', async () => {
    const { text } = await explained(lostUpdate, { properties: [nothingIsLost] });

    const schedule = text.split('\n\n')[1];

    expect(schedule).toBe(
      [
        '       a  cell  b',
        '>   1  ●───▶    │  READ by a',
        '    2  │   ◀────●  READ by b',
        '    3  │   ●────▶  VALUE value 0  reading → written',
        '>   4  │   ◀────●  WRITE value 1  value: 0 → 1',
        '    5  ◀───●    │  VALUE value 0  reading → written',
        '    6  ●───▶    │  WRITE value 1',
      ].join('\n'),
    );
  });

  test('is explained at once, however long it is: only so many exchanges are tried', async () => {
    let runs = 0;
    const factory = (): Subject => {
      runs++;
      return threeClocks;
    };
    const options = { strategy: random(), mustFinish: true, shrink: false };
    const report = await explore(factory, options);
    runs = 0;
    const explanation = await explainReport(factory, report, options);

    expect(explanation?.steps).toHaveLength(903);
    expect(explanation?.exchange).toBeUndefined();
    // As many as it takes for 60,000 decisions, of the 300 that are tried of a short one.
    expect(runs).toBeGreaterThan(60_000 / 903);
    expect(runs).toBeLessThan(80);
  });

  test('is called the fewest decisions only where that was shown', async () => {
    const options = { properties: [nothingIsLost] };
    const { explanation, text } = await explained(lostUpdate, options);
    const unshrunk = await explained(lostUpdate, { ...options, shrink: false });
    const report = await explore(lostUpdate, { ...options, strategy: exhaustive() });
    const unproven = textOf(reportLines(report, { ...explanation, isShortest: false }));

    expect(text).toContain('\n6 decisions, the fewest with which it can happen; found in schedule ');
    expect(unshrunk.text).toMatch(/^\d+ decisions, not shrunk; found in schedule \d+$/m);
    expect(unproven).toContain(
      '\n6 decisions, the fewest that were found; whether fewer can do it is not known; found in schedule ',
    );
  });

  test('takes the width of the terminal, and says more where there is more', async () => {
    const options = { strategy: exhaustive(), mustFinish: true, shrink: false };
    const report = await explore(() => ringOf(40), options);
    const explanation = await explainReport(() => ringOf(40), report, options);
    const widest = (width: number): number =>
      Math.max(
        ...reportLines(report, explanation, { width })
          .filter(({ text }) => !text.startsWith('replay('))
          .map(({ text }) => text.length),
      );

    expect(widest(80)).toBeLessThanOrEqual(80);
    expect(widest(120)).toBeGreaterThan(80);
    expect(widest(120)).toBeLessThanOrEqual(120);
  });

  test('fits into 100 columns and one screen, however long it is', async () => {
    const { text, explanation } = await explained(() => ringOf(40), {
      strategy: exhaustive(),
      mustFinish: true,
      shrink: false,
    });
    const lines = text.split('\n');
    const schedule = lines.filter((line) => !line.startsWith('replay('));

    expect(explanation.steps.length).toBeGreaterThan(40);
    expect(Math.max(...schedule.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(text).toMatch(/^ +… \d+ decisions …$/m);
    expect(lines.length).toBeLessThan(60);
  });

  test('says of an event that it was not taken', async () => {
    const { text } = await explained(() => unheard, { noUnhandledEvents: true });

    expect(text).toMatch(/^ {4}1 .* knock +sleeping \(not taken\)$/m);
  });

  test('says where an error was thrown, and not where it ended up', async () => {
    const { text, explanation } = await explained(() => failingChild, {});

    expect(explanation.place).toEqual({ address: 'parent/child', state: 'fragile', decision: 1 });
    expect(text).toContain('in parent/child, which was in fragile, at decision 1\n');
    expect(text).toMatch(/^ {4}1 .* after 5 ms \(at 5 ms\) +fragile → error$/m);
  });
});

describe('the two decisions whose order matters', () => {
  test('are named and marked, and the other way round the system holds', async () => {
    const { text, explanation } = await explained(lostUpdate, { properties: [nothingIsLost] });
    const { exchange } = explanation;

    expect(text).toMatch(
      /^Had (\d) \(WRITE, (a|b) to cell\) come before (\d) \(READ, (a|b) to cell\), it would have held\.$/m,
    );
    expect(text.match(/^>/gm)).toHaveLength(2);
    expect(exchange?.later).toMatchObject({ event: { type: 'WRITE' }, to: 'cell' });
    expect(exchange?.earlier).toMatchObject({ event: { type: 'READ' }, to: 'cell' });
  });

  test('may be one that was still on its way', async () => {
    const { text } = await explained(() => hastyReader, {
      invariants: [
        { name: 'a reader has something to read', holds: (view) => view.value('reader') !== 'confused' },
      ],
    });

    expect(text).toMatch(/^> {3}1 .* read +idle → confused$/m);
    expect(text).toMatch(/^> {3}– .* delivery +still waits$/m);
    expect(text).toContain(
      'Had delivery, post to reader, which was on its way, come before 1 (read, reminder to reader), it\nwould have held.',
    );
  });

  test('are not named where the system fails in every order', async () => {
    const { text, explanation } = await explained(() => unheard, { noUnhandledEvents: true });

    expect(explanation.exchange).toBeUndefined();
    expect(text).toContain('No two decisions were found');
    expect(text).not.toContain('it would have held');
  });

  test('are found for the philosophers, of whom each waits for another', async () => {
    const { explanation } = await explained(() => philosophers(2), { properties: [everybodyEats(2)] });
    const { earlier, later } = explanation.exchange ?? {};

    expect([earlier?.event.type, later?.event.type]).toEqual(['TAKE', 'TAKE']);
    expect(earlier?.to).toBe(later?.to);
    expect(earlier?.from).not.toBe(later?.from);
  });
});

describe('a deadlock', () => {
  test('is told with each actor, its state, what it would take, and what waits for it', async () => {
    const { text } = await explained(() => philosophers(2), { mustFinish: true });

    expect(text).toContain('Who is left:\n');
    expect(text).toMatch(/^ {2}f0: in held; takes TAKE, DROP$/m);
    expect(text).toMatch(/^ {2}p0: in (hungry; takes GOT|fed; takes nothing|thinking; takes GOT)$/m);
    expect(text).toContain('\nNothing waits in any lane.\n');
  });
});

describe('the replay line of a report', () => {
  test('fails in the same way', async () => {
    const { explanation } = await explained(lostUpdate, { properties: [nothingIsLost] });
    const again = await explore(lostUpdate, {
      strategy: replay(explanation.replay),
      properties: [nothingIsLost],
    });

    expect(again.failure).toMatchObject({
      property: 'nothing is lost',
      decisions: explanation.steps.map(({ name }) => name),
    });
  });
});

describe('a system that differs from run to run', () => {
  test('is said not to fail again, and nothing is claimed of orders', async () => {
    let runs = 0;
    const factory: SubjectFactory = () =>
      runs++ === 0 ? unheard : { machine: createMachine({ id: 'house' }) };
    const report = await explore(factory, { noUnhandledEvents: true, shrink: false });
    const explanation = await explainReport(factory, report, { noUnhandledEvents: true });
    const text = textOf(reportLines(report, explanation));

    expect(explanation?.isRepeatable).toBe(false);
    expect(text).toContain('run again, did not fail so');
    expect(text).not.toContain('Had ');
  });
});

describe('the numbers of a report', () => {
  test('say how many schedules and steps there were, and whether that is all', async () => {
    const options = { strategy: exhaustive({ reduction: false }) };
    const text = textOf(reportLines(await explore(lostUpdate, options), undefined));

    expect(text).toBe(
      [
        'passed: explored completely',
        'Strategy   exhaustive(unreduced), seed 1',
        'Schedules  20 run, 20 distinct, 0 failing',
        'Steps      least 6, mean 6, most 6',
        'Complete   yes',
      ].join('\n'),
    );
  });

  test('warn where nothing ran concurrently', async () => {
    const report = await explore(() => failingChild, { noErrors: 'none' });

    expect(textOf(reportLines(report, undefined))).toContain(
      'Warning    no schedule had a choice: nothing ran concurrently here',
    );
  });

  test('come with the reason where there is no verdict', async () => {
    const report = await explore(lostUpdate, { steps: 2 });

    expect(textOf(reportLines(report, undefined))).toMatch(
      /^inconclusive\nno rest after 2 decisions; last: /,
    );
  });
});

describe('other forms of a report', () => {
  test('a Mermaid diagram has each decision as an arrow, and the replay line in a comment', async () => {
    const { explanation } = await explained(lostUpdate, { properties: [nothingIsLost] });
    const lines = sequenceDiagram(explanation).split('\n');

    expect(lines.slice(0, 4)).toEqual([
      expect.stringMatching(/^%% nothing is lost: the cell holds 1$/),
      `%% replay('${explanation.replay}')`,
      'sequenceDiagram',
      '  autonumber',
    ]);
    expect(lines.filter((line) => line.includes('->>'))).toHaveLength(explanation.steps.length);
    expect(lines.filter((line) => line.includes('would have held'))).toHaveLength(1);
  });

  test('a Mermaid diagram of a long schedule leaves out the middle, but for the fault in it', async () => {
    const isGot: Property = {
      name: 'the letter comes',
      looksAt: () => false,
      watch: (view) => ({
        atEnd: () => (view.value('reader') === 'got' ? undefined : { message: 'it never came' }),
      }),
    };
    const { explanation, text } = await explained(() => longAfternoon, {
      strategy: random(),
      properties: [isGot],
      shrink: false,
      faults: { drop: { actors: ['reader'] } },
    });
    const diagram = sequenceDiagram(explanation);

    expect(explanation.steps).toHaveLength(301);
    expect(explanation.steps[100]).toMatchObject({ kind: 'drop', index: 101 });
    expect(diagram).toContain(': … 90 decisions …\n  autonumber 101\n');
    expect(diagram).toContain(': … 80 decisions …\n  autonumber 182\n');
    expect(diagram).toMatch(/-x.*: drop letter\n/);
    expect(text).toMatch(/^ {2}101 .*drop letter/m);
  });

  test('a Mermaid diagram has no sign in a text that would end it', async () => {
    const { explanation } = await explained(
      () => ({ machine: createMachine({ id: 'odd', after: { 1: { actions: () => fail('a; b # c\nd') } } }) }),
      {},
    );

    expect(sequenceDiagram(explanation)).toContain('a#59; b #35; c d');
  });

  test('JSON has the same, as plain data', async () => {
    const options = { strategy: exhaustiveStates(), properties: [nothingIsLost] };
    const report = await explore(lostUpdate, options);
    const explanation = await explainReport(lostUpdate, report, options);
    const data = JSON.parse(JSON.stringify(reportData(report, explanation, undefined))) as unknown;

    expect(data).toMatchObject({
      verdict: 'failed',
      failure: {
        property: 'nothing is lost',
        replay: explanation?.replay,
        exchange: { earlier: expect.any(Number), later: expect.any(Number) },
        steps: { length: 6 },
      },
      unfinished: null,
      statistics: { failing: 1 },
    });
  });
});

function fail(message: string): never {
  throw new Error(message);
}

/** Somebody knocks, and the other sleeps. */
const unheard: Subject = team({
  sleeper: createMachine({ initial: 'sleeping', states: { sleeping: {} } }),
  visitor: createMachine({ entry: sendTo(({ system }) => system.get('sleeper'), { type: 'knock' }) }),
});

/** A reader who gets a letter and is told to read it, by two who do not know of each other. */
const hastyReader: Subject = team({
  reader: createMachine({
    initial: 'idle',
    states: {
      idle: { on: { delivery: 'supplied', read: 'confused' } },
      supplied: {},
      confused: {},
    },
  }),
  post: createMachine({ entry: sendTo(({ system }) => system.get('reader'), { type: 'delivery' }) }),
  reminder: createMachine({ entry: sendTo(({ system }) => system.get('reader'), { type: 'read' }) }),
});

const failingChild: Subject = {
  machine: setup({
    actors: {
      child: createMachine({
        initial: 'fragile',
        states: { fragile: { after: { 5: { actions: () => fail('broken') } } } },
      }),
    },
  }).createMachine({ id: 'parent', invoke: { src: 'child', id: 'child' } }),
};

/** Actors that pass a token on, each once round, and none of whom ends. */
function ringOf(count: number): Subject {
  const names = Array.from({ length: count }, (_, index) => `member-number-${index}`);
  const member = (index: number) => {
    const pass = sendTo(({ system }) => system.get(names[(index + 1) % count] ?? ''), { type: 'token' });
    return createMachine({
      initial: 'waiting',
      states: {
        waiting: {
          on: { token: { target: 'passed', actions: pass } },
          ...(index === count - 1 ? { entry: pass } : {}),
        },
        passed: { on: index === 0 ? {} : { token: { target: 'waiting', actions: pass } } },
      },
    });
  };
  return team(Object.fromEntries(names.map((name, index) => [name, member(index)])));
}

/** Three hundred ticks; behind the hundredth a letter is sent. */
const clock = setup({
  types: { context: {} as { readonly ticks: number } },
  actions: {
    count: assign({ ticks: ({ context }) => context.ticks + 1 }),
    post: sendTo(({ system }) => system.get('reader'), { type: 'letter' }),
  },
  guards: {
    isHundredth: ({ context }) => context.ticks === 99,
    isOver: ({ context }) => context.ticks === 300,
  },
}).createMachine({
  context: { ticks: 0 },
  initial: 'ticking',
  states: {
    ticking: {
      always: { guard: 'isOver', target: 'over' },
      after: {
        1: [
          { guard: 'isHundredth', target: 'ticking', reenter: true, actions: ['count', 'post'] },
          { target: 'ticking', reenter: true, actions: 'count' },
        ],
      },
    },
    over: {},
  },
});

const reader = createMachine({ initial: 'waiting', states: { waiting: { on: { letter: 'got' } }, got: {} } });
const longAfternoon: Subject = team({ clock, reader });
const threeClocks: Subject = team({ one: clock, two: clock, three: clock, reader });

test('a fault and the message that it strikes are not said to change places', async () => {
  const pinger = createMachine({ entry: sendParent({ type: 'PING' }) });
  const machine = createMachine({
    id: 'root',
    initial: 'none',
    invoke: { src: pinger, id: 'pinger' },
    states: { none: { on: { PING: 'once' } }, once: { on: { PING: 'twice' } }, twice: {} },
  });
  const { explanation } = await exploreAndTell(() => ({ machine }), {
    faults: { duplicate: { actors: ['root'] } },
    invariants: [{ name: 'once', holds: (system) => system.value('root') !== 'twice' }],
  });

  expect(explanation?.steps.map(({ kind }) => kind)).toEqual(['duplicate', 'deliver']);
  expect(explanation?.exchange).toBeUndefined();
});
