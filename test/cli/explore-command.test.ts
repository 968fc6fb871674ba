import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { commandLine } from './command-line.js';

const traffic = fileURLToPath(new URL('fixtures/traffic.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'short-order-explore-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('explore a scenario', () => {
  test('race fails, and the report says which two decisions matter', async () => {
    const { stdout, exitCode } = await commandLine('explore', 'race');

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failed: the root does not end in error\n/);
    expect(stdout).toMatch(
      /^Had \d+ \(rail\.take, .*\) come before \d+ \(rail\.look, .*\), it would have held\.$/m,
    );
    expect(stdout).toMatch(/^Schedules {2}\d+ run, \d+ distinct, 1 failing$/m);
  });

  test('the replay line of race fails in the same way', async () => {
    const { stdout } = await commandLine('explore', 'race');
    const line = /^replay\('(.*)'\)$/m.exec(stdout)?.[1] ?? '';
    const again = await commandLine('explore', 'race', '--replay', line);

    expect(again.exitCode).toBe(1);
    expect(again.stdout).toContain('Strategy   replay, seed 1\nSchedules  1 run, 1 distinct, 1 failing\n');
  });

  test('lock is explored completely', async () => {
    const { stdout, stderr, exitCode } = await commandLine('explore', 'lock');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed: explored completely\n/);
    expect(stdout).toMatch(/^Complete {3}yes$/m);
    expect(stderr).toMatch(/^\d+\.\d\d s, \d+ schedules a second\n$/);
  });

  test('a budget that ends first is not called complete', async () => {
    const { stdout, exitCode } = await commandLine('explore', 'lock', '--schedules', '5');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed: budget reached\n/);
    expect(stdout).toMatch(/^Schedules {2}4 run, .*, 1 cut short$/m);
  });

  test('a schedule that is cut off by --steps has no verdict, and exits with 1', async () => {
    const { stdout, exitCode } = await commandLine('explore', 'lock', '--steps', '10', '--schedules', '3');

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
    const { stdout, exitCode } = await commandLine('explore', 'one-cook', ...args);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Strategy   ${name}, seed 7\n`);
  });

  test('--timers late lets a timer fire while mail waits', async () => {
    const args = [`${traffic}#crossing`, '--strategy', 'exhaustive-unreduced'];
    const inTurn = await commandLine('explore', ...args);
    const late = await commandLine('explore', ...args, '--timers', 'late');
    const schedules = ({ stdout }: { stdout: string }) => Number(/^Schedules {2}(\d+)/m.exec(stdout)?.[1]);

    expect(schedules(late)).toBeGreaterThan(schedules(inTurn));
  });

  test('--json prints one line of JSON, and nothing else', async () => {
    const { stdout, stderr, exitCode } = await commandLine('explore', 'race', '--json');

    expect(exitCode).toBe(1);
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'failed',
      failure: { property: 'the root does not end in error', exchange: { earlier: expect.any(Number) } },
    });
  });

  test('--diagram writes a Mermaid diagram, and the report says where', async () => {
    const path = join(folder, 'race.mmd');
    const { stdout } = await commandLine('explore', 'race', '--diagram', path);

    expect(stdout).toContain(`The sequence diagram is in ${path}\n`);
    expect(readFileSync(path, 'utf8')).toMatch(/^%% .*\n%% replay\('so1\..*'\)\nsequenceDiagram\n/);
  });
});

describe('explore a module', () => {
  test('takes an exported machine', async () => {
    const { stdout, exitCode } = await commandLine('explore', `${traffic}#crossing`, '--must-finish');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed: explored completely\n/);
  });

  test('takes an exported function, and finds that it comes to rest too early', async () => {
    const target = `${traffic}#createStuckCrossing`;

    expect(await commandLine('explore', target)).toMatchObject({ exitCode: 0 });
    const { stdout, exitCode } = await commandLine('explore', target, '--must-finish');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failed: must finish\n/);
    expect(stdout).toContain('\n  light: in red; takes go\n');
  });

  test('names the loop of a system that never comes to rest', async () => {
    const { stdout, exitCode } = await commandLine('explore', `${traffic}#clockwork`, '--steps', '50');

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
      `${traffic} has no export crosing; it exports clockwork, createNothing, createStuckCrossing, crossing, notes (nearest: crossing)`,
    ],
    [
      [traffic],
      `${traffic}: say which export is the system, as in ${traffic}#clockwork; it exports clockwork, createNothing, createStuckCrossing, crossing, notes`,
    ],
    [
      [`${traffic}#notes`],
      `${traffic}#notes is no system; export a machine, or a function that returns { machine, input }`,
    ],
    [[`${traffic}#createNothing`], 'the factory of the system threw: Error: out of stock'],
    [
      ['race', '--diagram', '/no/such/folder/x.mmd'],
      '--diagram /no/such/folder/x.mmd: there is no folder /no/such/folder to write it to',
    ],
  ])('in %j is explained in one line, and exits with 2', async (args, message) => {
    const { stdout, stderr, exitCode } = await commandLine('explore', ...args);

    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: '',
      stderr: `short-order: ${message}\n`,
      exitCode: 2,
    });
  });
});
