import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type CommandResult, commandLine } from './command-line.js';
import { createDesk } from './short-order.js';

const traffic = fileURLToPath(new URL('fixtures/traffic.mjs', import.meta.url));
const till = fileURLToPath(new URL('fixtures/till.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'short-order-explore-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** Explores in this process, and writes failures nowhere unless told where. */
function explore(...args: readonly string[]): Promise<CommandResult> {
  return commandLine('explore', ...(args.includes('--failures') ? [] : ['--no-failures']), ...args);
}

describe('explore a scenario', () => {
  test('race fails, and the report says which two decisions matter', async () => {
    const { stdout, exitCode } = await explore('race');

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failed: the root does not end in error\n/);
    expect(stdout).toMatch(
      /^Had \d+ \(rail\.take, .*\) come before \d+ \(rail\.look, .*\), it would have held\.$/m,
    );
    expect(stdout).toMatch(/^Schedules {2}\d+ run, \d+ distinct, 1 failing$/m);
  });

  test('the replay line of race fails in the same way', async () => {
    const { stdout } = await explore('race');
    const line = /^replay\('(.*)'\)$/m.exec(stdout)?.[1] ?? '';
    const again = await explore('race', '--replay', line);

    expect(again.exitCode).toBe(1);
    expect(again.stdout).toContain('Strategy   replay, seed 1\nSchedules  1 run, 1 distinct, 1 failing\n');
  });

  test.each(['race', 'open'])('%s has the same report with --interpreted', async (scenario) => {
    const compiled = await explore(scenario);
    const interpreted = await explore(scenario, '--interpreted');

    expect(interpreted).toEqual({ ...compiled, stderr: expect.any(String) as string });
  });

  test('lock is explored completely', async () => {
    const { stdout, stderr, exitCode } = await explore('lock');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed: explored completely\n/);
    expect(stdout).toMatch(/^Complete {3}yes$/m);
    expect(stderr).toMatch(/^\d+\.\d\d s, \d+ schedules a second\n$/);
  });

  test('a budget that ends first is not called complete', async () => {
    const { stdout, exitCode } = await explore('lock', '--schedules', '5');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed: budget reached\n/);
    expect(stdout).toMatch(/^Schedules {2}4 run, .*, 1 cut short$/m);
  });

  test('a schedule that is cut off by --steps has no verdict, and exits with 1', async () => {
    const { stdout, exitCode } = await explore('lock', '--steps', '10', '--schedules', '3');

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^inconclusive\nno rest after 10 decisions; last: /);
  });

  test.each([
    ['random', 'random'],
    ['urw', 'urw'],
    ['pct', 'pct(3)'],
    ['pct:4', 'pct(4)'],
    ['delay-bounded:1', 'delayBounded(1)'],
    ['exhaustive', 'exhaustive'],
    ['exhaustive-unreduced', 'exhaustive(unreduced)'],
    ['exhaustive-states', 'exhaustiveStates'],
  ])('--strategy %s is %s', async (given, name) => {
    const args = ['--strategy', given, '--schedules', '2', '--seed', '7'];
    const { stdout, exitCode } = await explore('one-cook', ...args);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Strategy   ${name}, seed 7\n`);
  });

  test('--timers late lets a timer fire while mail waits', async () => {
    const args = [`${traffic}#crossing`, '--strategy', 'exhaustive-unreduced'];
    const inTurn = await explore(...args);
    const late = await explore(...args, '--timers', 'late');
    const schedules = ({ stdout }: { stdout: string }) => Number(/^Schedules {2}(\d+)/m.exec(stdout)?.[1]);

    expect(schedules(late)).toBeGreaterThan(schedules(inTurn));
  });

  test('--json prints one line of JSON, and nothing else', async () => {
    const { stdout, stderr, exitCode } = await explore('race', '--json');

    expect(exitCode).toBe(1);
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'failed',
      failure: { property: 'the root does not end in error', exchange: { earlier: expect.any(Number) } },
    });
  });

  test('a failure is written to a schedule and a diagram, and the report says where', async () => {
    const failures = join(folder, 'race');
    const { stdout } = await explore('race', '--failures', failures);
    const [, schedule = '', diagram = ''] = /^Saved {6}(.*)\nDiagram {4}(.*)$/m.exec(stdout) ?? [];

    expect(
      readdirSync(failures)
        .map((file) => join(failures, file))
        .sort(),
    ).toEqual([diagram, schedule]);
    expect(schedule).toMatch(/\/race-[0-9a-f]{8}\.schedule$/);
    expect(readFileSync(diagram, 'utf8')).toMatch(/^%% .*\n%% replay\('so1\..*'\)\nsequenceDiagram\n/);

    const again = await explore('race', '--replay', schedule);
    expect(again.stdout).toContain('Strategy   replay, seed 1\nSchedules  1 run, 1 distinct, 1 failing\n');
    expect(again.stdout.split('\n').slice(0, 3)).toEqual(stdout.split('\n').slice(0, 3));
  });

  test('by default failures go to a folder where one is, and nothing is written when all holds', async () => {
    const desk = createDesk();
    await desk.type('explore two-staff');
    expect(readdirSync(desk.folder)).toEqual([]);

    await desk.type('explore race');
    expect(readdirSync(join(desk.folder, 'short-order-failures'))).toHaveLength(2);
  });

  test('takes the whole of replay(…) as it was printed', async () => {
    const { stdout } = await explore('race');
    const line = /^replay\('.*'\)$/m.exec(stdout)?.[0] ?? '';

    expect((await explore('race', '--replay', line)).stdout).toContain('Strategy   replay');
  });

  test('takes the settings of the scenario: with one cook there is no race', async () => {
    const { stdout, exitCode } = await explore('race', '--staff', 'Ann');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed: explored completely\n/);
  });

  test('lunch-rush, which is large, ends by itself with an honest verdict', async () => {
    const { stdout, exitCode } = await explore('lunch-rush', '--decisions', '30000');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed: budget reached\nStrategy {3}portfolio, seed 1\nSchedules {2}2 run, /);
    expect(stdout).toMatch(/^Complete {3}no$/m);
  });

  test('has the same report on two threads as on one', async () => {
    const args = 'explore race --strategy random --no-failures --coverage --threads';
    const [one, two] = await Promise.all([createDesk().type(`${args} 1`), createDesk().type(`${args} 2`)]);

    expect(one?.stdout).toMatch(/^failed: the root does not end in error\n/);
    expect(two?.stdout).toBe(one?.stdout);
  });
});

describe('explore a module', () => {
  test('takes an exported machine', async () => {
    const { stdout, exitCode } = await explore(`${traffic}#crossing`, '--must-finish');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed: explored completely\n/);
  });

  test('takes an exported function, and finds that it comes to rest too early', async () => {
    const target = `${traffic}#createStuckCrossing`;

    expect(await explore(target)).toMatchObject({ exitCode: 0 });
    const { stdout, exitCode } = await explore(target, '--must-finish');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failed: must finish\n/);
    expect(stdout).toContain('\n  light: in red; takes go\n');
  });

  test('holds it to the properties that another export has', async () => {
    const { stdout, exitCode } = await explore(`${till}#shop`, '--properties', 'mustHold');

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failed: no payment is lost\nthe till holds 1\n/);
    expect(await explore(`${till}#shop`)).toMatchObject({ exitCode: 0 });
  });

  test('explores it on two threads with the report of one', async () => {
    const args = `explore ${till}#shop --properties mustHold --strategy pct --no-failures --threads`;
    const [one, two] = await Promise.all([createDesk().type(`${args} 1`), createDesk().type(`${args} 2`)]);

    expect(one).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^failed: no payment is lost\n/) as string,
    });
    expect(two?.stdout).toBe(one?.stdout);
  });

  test.each([
    ['--no-unhandled-events', `${traffic}#deaf`, 'no unhandled events'],
    ['--no-errors', `${traffic}#forgiving`, 'no actor ends in error'],
    ['--no-dead-letters', `${traffic}#late`, 'no dead letters'],
  ])('%s asks for that property', async (option, target, property) => {
    expect(await explore(target)).toMatchObject({ exitCode: 0 });
    const { stdout, exitCode } = await explore(target, option);

    expect(exitCode).toBe(1);
    expect(stdout).toContain(`failed: ${property}\n`);
  });

  test.each([
    ['--drop', 'light', 'drop go'],
    ['--duplicate', 'light:2', undefined],
    ['--crash', 'light,crossing/driver:1', 'crash'],
  ])('%s %s lets that go wrong', async (option, actors, shown) => {
    const { stdout } = await explore(`${traffic}#crossing`, '--must-finish', option, actors);

    expect(stdout).toMatch(shown === undefined ? /^passed: explored completely\n/ : /^failed: /);
    expect(stdout).toContain(shown ?? '');
  });

  test('--restart lets an actor begin anew', async () => {
    const { stdout } = await explore(`${traffic}#crossing`, '--restart', 'light', '--json');
    const plain = await explore(`${traffic}#crossing`, '--json');
    const distinct = (text: string) =>
      (JSON.parse(text) as { statistics: { distinct: number } }).statistics.distinct;

    expect(distinct(stdout)).toBeGreaterThan(distinct(plain.stdout));
  });

  test('--coverage prints a table, and --coverage-file writes the counts', async () => {
    const file = join(folder, 'coverage.json');
    const { stdout } = await explore(`${traffic}#crossing`, '--coverage');
    await explore(`${traffic}#crossing`, '--coverage-file', file);

    expect(stdout).toContain(
      [
        '',
        'machine   states  transitions  state and event  both orders',
        'crossing  2/2     1/1          1                0/0',
        'driver    1/2     0/1          0                0/0',
        'light     2/2     1/1          1                0/0',
        'driver never in home',
        'driver never took (root) xstate.after.10.driver -> home',
        '',
      ].join('\n'),
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      version: 1,
      machines: { light: { states: { green: expect.any(Number) as number } } },
    });
  });

  test('--audit says that a system does the same, or where it does not and why that may be, and then exits with 1', async () => {
    const same = await explore(`${traffic}#crossing`, '--audit', '2');
    const other = await explore(`${till}#createForgetful`, '--audit', '2');

    expect(same).toMatchObject({ exitCode: 0 });
    expect(same.stdout).toContain('\nAudit      2 run twice more, and the same each time\n');
    expect(other).toMatchObject({ exitCode: 1 });
    expect(other.stdout).toMatch(/^inconclusive\nthe system does not do the same twice under one schedule, /);
    expect(other.stdout).toMatch(/\nAudit {6}two runs of schedule \d+ differ at step 0 \(start\)/);
  });

  test('--json has all of it', async () => {
    const args = [
      '--properties',
      'mustHold',
      '--coverage',
      '--audit',
      '1',
      '--failures',
      join(folder, 'json'),
    ];
    const { stdout } = await explore(`${till}#shop`, ...args, '--json');

    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'failed',
      failure: { saved: { schedule: expect.stringMatching(/shop-.*\.schedule$/) as string } },
      audit: { schedules: 1, difference: null },
      statistics: { schedulesASecond: expect.any(Number) as number },
      coverage: { machines: { till: {} } },
    });
  });

  test('a property that throws is a failure with its own words', async () => {
    const { stdout, exitCode } = await explore(`${till}#shop`, '--properties', 'brokenProperty');

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^failed: a property with a mistake\nCannot read properties of undefined \(reading 'sum'\)\nthe property threw this:\n {2}at .*till\.mjs:\d+:\d+\)?\nat the start\n/,
    );
  });

  test('names the loop of a system that never comes to rest', async () => {
    const { stdout, exitCode } = await explore(`${traffic}#clockwork`, '--steps', '50');

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^inconclusive\nno rest after 50 decisions; it ends in a loop of fire /);
  });
});

describe('a mistake of the user', () => {
  test.each([
    [['rase'], 'no scenario is called "rase"; nearest: race (`short-order scenarios` lists all)'],
    [
      ['race', '--strategy', 'ptc'],
      '--strategy takes portfolio, random, urw, pct, delay-bounded, exhaustive, exhaustive-unreduced, exhaustive-states; got "ptc" (nearest: pct)',
    ],
    [['race', '--strategy', 'urw:3'], '--strategy urw takes no number; got "urw:3"'],
    [['race', '--strategy', 'pct:0'], '--strategy pct:<depth> takes a whole number from 1 to 1000; got "0"'],
    [['race', '--timers', 'later'], '--timers takes in-turn or late; got "later" (nearest: late)'],
    [['race', '--schedules', '0'], '--schedules takes a whole number from 1 to 1000000000; got "0"'],
    [['race', '--steps', 'many'], '--steps takes a whole number from 1 to 1000000000; got "many"'],
    [['race', '--seed', '1.5'], '--seed takes a whole number from 0 to 9007199254740991; got "1.5"'],
    [
      ['race', '--replay', 'so1.abc'],
      'the replay line cannot be read: it was cut short or changed; copy the whole line',
    ],
    [
      ['race', '--replay', 'so1.abc', '--strategy', 'urw'],
      '--strategy and --replay exclude each other: a replay is one schedule',
    ],
    [
      ['./no-such.js#system'],
      './no-such.js: does not exist; a module is named as in ./dist/my-system.js#createMySystem',
    ],
    [
      [`${traffic}#crosing`],
      `${traffic} has no export crosing; it exports clockwork, createActorTwice, createNothing, createStuckCrossing, crossing, deaf, forgiving, late, notes, waiting (nearest: crossing)`,
    ],
    [
      [traffic],
      `${traffic}: say which export is the system, as in ${traffic}#clockwork; it exports clockwork, createActorTwice, createNothing, createStuckCrossing, crossing, deaf, forgiving, late, notes, waiting`,
    ],
    [
      [`${traffic}#notes`],
      `${traffic}#notes is no system; export a machine, or a function that returns { machine, input }`,
    ],
    [[`${traffic}#createNothing`], 'the factory of the system threw: Error: out of stock'],
    [
      ['race', '--coverage-file', '/no/such/folder/x.json'],
      '--coverage-file /no/such/folder/x.json: there is no folder /no/such/folder to write it to',
    ],
    [['race', '--failures', traffic], `--failures ${traffic}: is no folder; name one, or use --no-failures`],
    [['race', '--decisions', '-1'], '--decisions takes a whole number from 1 to 1000000000; got "-1"'],
    [['race', '--threads', '0'], '--threads takes a whole number from 1 to 256; got "0"'],
    [['race', '--audit', '0'], '--audit takes a whole number from 1 to 1000000000; got "0"'],
    [
      ['race', '--crash', 'John,'],
      '--crash takes the addresses of actors, and how often: till,kitchen:2; got "John,"',
    ],
    [['race', '--drop', 'John:0'], '--drop <actors>:<count> takes a whole number from 1 to 1000; got "0"'],
    [['race', '--properties', 'all'], '--properties names an export of a module; the scenario race has none'],
    [[`${till}#shop`, '--staff', '2'], `--staff is for scenarios; ${till}#shop is a module`],
    [
      [`${till}#shop`, '--properties', 'mustHould'],
      `${till} has no export mustHould; it exports brokenProperty, createForgetful, misspelt, mustHold, openShop, shop (nearest: mustHold)`,
    ],
    [
      [`${traffic}#crossing`, '--properties', 'notes'],
      '--properties notes: is no object; export { invariants, monitors, mustFinish, … }',
    ],
    [
      [`${till}#shop`, '--properties', 'misspelt'],
      'misspelt: has invariant; what is to hold is one of invariants, monitors, properties, mustFinish, noUnhandledEvents, noErrors, noDeadLetters',
    ],
    [
      ['race', '--replay', './no-such.schedule'],
      "the replay line cannot be read: ENOENT: no such file or directory, open './no-such.schedule'",
    ],
    [
      ['race', '--replay', 'abc'],
      'the replay line cannot be read: it begins with "abc", and a replay line with so1',
    ],
  ])('in %j is explained in one line, and exits with 2', async (args, message) => {
    const { stdout, stderr, exitCode } = await explore(...args);

    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: '',
      stderr: `short-order: ${message}\n`,
      exitCode: 2,
    });
  });
});

test('the replay of a schedule of another system names who is missing, and exits with 2', async () => {
  const { stdout } = await explore('race');
  const line = /^replay\('(.*)'\)$/m.exec(stdout)?.[1] ?? '';
  const { stderr, exitCode } = await explore(`${till}#shop`, '--replay', line);

  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^short-order: the replay line is of a system that starts with other actors: restaurant is missing, .* shop is new/,
  );
});

test('a factory that gives the same actor each time is told what to give', async () => {
  expect(await explore(`${traffic}#createActorTwice`)).toEqual({
    stdout: '',
    stderr:
      'short-order: the factory returned an actor, which one schedule would leave to the next as it was; return the machine itself, as { machine, input }\n',
    exitCode: 2,
  });
});

test('a promise that never settles is named, and there is no verdict', async () => {
  const { stdout, exitCode } = await explore(`${traffic}#waiting`, '--schedules', '1');

  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^inconclusive\nthese promises did not settle: waiting\/letter \(letter\)\n/);
});

test('a coverage file is left as it was by a mistake elsewhere', async () => {
  const file = join(folder, 'kept.json');
  writeFileSync(file, 'kept');
  await explore('rase', '--coverage-file', file);

  expect(readFileSync(file, 'utf8')).toBe('kept');
});
