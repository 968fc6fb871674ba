import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createDesk } from './short-order.js';

test('--version is the version of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await createDesk().type('--version')).toEqual({ stdout: `${version}\n`, stderr: '', code: 0 });
});

test('without a command it says what can be typed', async () => {
  const desk = createDesk();
  const help = await desk.type('--help');
  expect(help.stdout).toMatch(/^Usage: short-order [^]*\nExamples:\n {2}short-order run\n/);
  expect(help).toMatchObject({ stderr: '', code: 0 });
  expect(await desk.type('')).toEqual(help);
});

test('help is a command as well, of all and of each', async () => {
  const desk = createDesk();
  expect(await desk.type('help')).toEqual(await desk.type('--help'));
  expect(await desk.type('help walk')).toEqual({
    stdout: '',
    stderr: 'short-order: there is no such command (see `--help`)\n',
    code: 2,
  });
  expect(await desk.type('help explore')).toEqual(await desk.type('explore --help'));
});

test.each(['help', 'help run', 'help open', 'help explore', 'help replay'])(
  '%s fits on a terminal of 80 columns',
  async (command) => {
    const { stdout } = await createDesk().type(command);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  },
);

test.each(['run', 'open', 'explore', 'replay'])('%s --help has examples', async (command) => {
  const { stdout, code } = await createDesk().type(`${command} --help`);
  expect(stdout).toMatch(new RegExp(`\nExamples:\n(.*\n)* {2}short-order ${command} `));
  expect(code).toBe(0);
});

test('scenarios lists each with a line of explanation', async () => {
  const { stdout, code } = await createDesk().type('scenarios');
  const names = stdout
    .trimEnd()
    .split('\n')
    .map((line) => /^(\S+) {2,}\S/.exec(line)?.[1]);
  expect(names).toEqual([
    'one-cook',
    'all-at-once',
    'two-staff',
    'blocking-counter',
    'open-counter',
    'open',
    'race',
    'lock',
    'lunch-rush',
  ]);
  expect(code).toBe(0);
});

test('there are no colours where there is no terminal', async () => {
  const desk = createDesk();
  const { stdout, stderr } = await desk.type('run open-counter');
  expect(stdout + stderr).not.toContain('\u001b');
});
