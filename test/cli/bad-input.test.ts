import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDesk } from './short-order.js';

/** What is typed, and the one line that comes of it. */
const mistakes: readonly (readonly [string, string])[] = [
  ['rnu', "unknown command 'rnu' (Did you mean run?)"],
  ['order', "unknown command 'order' (see `--help`)"],
  ['--versoin', "unknown option '--versoin' (Did you mean --version?)"],
  ['run --sed 1', "unknown option '--sed' (Did you mean --seed?)"],
  ['run two-staff three-staff', "too many arguments for 'run'. Expected 1 argument but got 2 (see `--help`)"],
  ['run --seed', "option '--seed <n>' argument missing (see `--help`)"],
  [
    'run two-stafff',
    'no scenario is called "two-stafff"; nearest: two-staff (`short-order scenarios` lists all)',
  ],
  ['run --seed one', '--seed takes a whole number from 0 to 9007199254740991; got "one"'],
  ['run --seed -1', '--seed takes a whole number from 0 to 9007199254740991; got "-1"'],
  [
    'run --seed 9007199254740993',
    '--seed takes a whole number from 0 to 9007199254740991; got "9007199254740993"',
  ],
  ['run --customers 0', '--customers takes a whole number of customers from 1 to 10000000; got "0"'],
  ['run --customers 2.5', '--customers takes a whole number of customers from 1 to 10000000; got "2.5"'],
  ['run --customers NaN', '--customers takes a whole number of customers from 1 to 10000000; got "NaN"'],
  ['run --per-hour -5', '--per-hour takes a number of customers from 0.01 to 1000000; got "-5"'],
  ['run --per-hour Infinity', '--per-hour takes a number of customers from 0.01 to 1000000; got "Infinity"'],
  ['run --rest 0', '--rest takes a number of seconds from 0.001 to 86400; got "0"'],
  ['run --clock 60', '"60" is no clock: use virtual, real, or a speed more than 0 such as 60x or 0.5x'],
  ['run --clock 0x', '"0x" is no clock: use virtual, real, or a speed more than 0 such as 60x or 0.5x'],
  ['run --scheduler worker', '--scheduler takes cooperative or workers; got "worker" (nearest: workers)'],
  ['run --scheduler workers --threads 0', '--threads takes a whole number from 1 to 64; got "0"'],
  ['run --scheduler workers --threads 1000', '--threads takes a whole number from 1 to 64; got "1000"'],
  ['run --threads 2', '--threads is for --scheduler workers; cooperative runs all on one thread'],
  ['run --interleave rand', '--interleave takes fifo or random; got "rand" (nearest: random)'],
  [
    'run two-staff --customers 4 --per-hour 3',
    'nobody comes to two-staff, which has no customers; leave out --customers and --per-hour',
  ],
  ['run race --orders orders.json', 'nobody comes to race, which has no customers; leave out --orders'],
  [
    'run --orders orders.json --customers 3',
    '--orders and --customers exclude each other: customers are scripted or generated',
  ],
  ['run --orders nobody.json', '--orders nobody.json: does not exist'],
  ['run --menu folder', '--menu folder: is a folder; a file is needed'],
  ['run --log folder', '--log folder: is a folder; a file is needed'],
  ['run --trace nowhere/t.ndjson', '--trace nowhere/t.ndjson: there is no folder nowhere to write it to'],
  [
    'run --log kept.log --trace nowhere/t.ndjson',
    '--trace nowhere/t.ndjson: there is no folder nowhere to write it to',
  ],
  ['run --log both --trace ./both', '--trace ./both: is the file of --log as well; name another'],
  [
    'run --orders orders.json --log orders.json',
    '--log orders.json: is the file of --orders as well; name another',
  ],
  ['run --inspect=vis', '--inspect takes stately or viz; got "vis"'],
  ['run --inspect two-staff', '--inspect takes stately or viz; got "two-staff"'],
  [
    'run two-staff --inspect --inspect-port http',
    '--inspect-port takes a whole number from 0 to 65535; got "http"',
  ],
  [
    'run two-staff --inspect --inspect-port 65536',
    '--inspect-port takes a whole number from 0 to 65535; got "65536"',
  ],
  ['run two-staff --inspect-port 8000', '--inspect-port is for --inspect'],
  ['run two-staff --inspect-commands', '--inspect-commands is for --inspect'],
  [
    'run two-staff --inspect --inspect-commands',
    '--inspect-commands is for --inspect=viz; the Stately inspector sends none',
  ],
  [
    'run two-staff --inspect --inspect-page stately.ai',
    'the address of an inspector\'s page begins with https:// or http://; got "stately.ai"',
  ],
  [
    'replay t.ndjson --clock 2x',
    '--clock is for --inspect; a replay that nobody watches is as fast as it can be',
  ],
  [
    'open --clock virtual',
    '--clock virtual does not wait for anybody; open takes real, or a speed such as 10x',
  ],
  ['open --customers 3', "unknown option '--customers' (see `--help`)"],
  ['replay', "missing required argument 'file' (see `--help`)"],
  ['replay nobody.ndjson', 'nobody.ndjson: does not exist'],
  ['replay folder', 'folder: is a folder; a file is needed'],
];

test.each(mistakes)('%s', async (args, line) => {
  const desk = createDesk();
  desk.write('orders.json', '{"customers":[{"answers":["q"]}]}');
  desk.write('kept.log', 'as it was\n');
  mkdirSync(join(desk.folder, 'folder'));
  expect(await desk.type(args)).toEqual({ stdout: '', stderr: `short-order: ${line}\n`, code: 2 });
  expect(readdirSync(desk.folder).toSorted()).toEqual(['folder', 'kept.log', 'orders.json']);
  expect(desk.read('kept.log')).toBe('as it was\n');
});

test.each([
  ['0', 'is 0'],
  ['John,John', 'has the name "John" twice'],
  ['John,kitchen', 'has the name "kitchen", which another actor has'],
  ['John,', 'has an empty name'],
])('run --staff %s', async (staff, problem) => {
  const { stderr, code } = await createDesk().type(`run --staff ${staff}`);
  expect(stderr).toMatch(
    new RegExp(`^short-order: --staff ${staff}: The staff ${problem}; it must be .*\n$`),
  );
  expect(code).toBe(2);
});

test.each([
  ['{', /^short-order: file\.json:1:2: is not JSON: .*\n$/],
  ['[]', /^short-order: file\.json: must be an object with the fields customers \(found: \[\]\)\n$/],
  [
    '{"customers":[{"answers":["2","1"],"think":-1}]}',
    /^short-order: file\.json: customers\[0\]\.think: must be a number of seconds from 0 to 86400 \(found: -1\)\n$/,
  ],
  [
    '{"customers":[{"answers":["2","1"],"thinks":1}]}',
    /^short-order: file\.json: customers\[0\]: does not know "thinks"; .*\n$/,
  ],
])('an orders file with %s', async (text, line) => {
  const desk = createDesk();
  desk.write('file.json', text);
  const { stdout, stderr, code } = await desk.type('run open --orders file.json');
  expect(stderr).toMatch(line);
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  expect(readdirSync(desk.folder)).toEqual(['file.json']);
});

test('a menu file with a wrong field', async () => {
  const desk = createDesk();
  desk.write('menu.json', '{"dishes":[{"name":"soup","seconds":"10"}]}');
  const { stderr, code } = await desk.type('run --menu menu.json');
  expect(stderr).toMatch(/^short-order: menu\.json: dishes\[0\]\.seconds: must be a number of seconds .*\n$/);
  expect(code).toBe(2);
});

test.runIf(process.platform === 'linux').each([
  ['run two-staff --trace /dev/full', '/dev/full: cannot be written: no space is left on its disk'],
  ['run two-staff --log /dev/full', '/dev/full: cannot be written: no space is left on its disk'],
  ['run --log /dev/full', '/dev/full: cannot be written: no space is left on its disk'],
])('a disk that fills up during the run: %s', async (args, line) => {
  const { stderr, code } = await createDesk().type(args);
  expect(stderr.trimEnd().split('\n').at(-1)).toBe(`short-order: ${line}`);
  expect(code).toBe(1);
});
