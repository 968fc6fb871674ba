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

test.each(['run', 'open', 'replay'])('%s --help has examples', async (command) => {
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
