import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDesk, linesOf } from './short-order.js';

const twoStaff = `John is working...
Preparing burger #0...
Jane is working...
Preparing burger #1...
Burger made #0
John finished a task...
John is working...
Preparing burger #2...
Burger made #1
Jane finished a task...
Burger made #2
John finished a task...
Orders completed in 10.00 seconds.
`;

const hash = '[0-9a-f]{12}…';

test('two-staff prints what the staff do, and behind it on stderr what tells the run from others', async () => {
  const desk = createDesk();
  const { stdout, stderr, code } = await desk.type('run two-staff');
  expect(stdout).toBe(twoStaff);
  expect(stderr).toMatch(
    new RegExp(`^hash ${hash} · 24 decisions · seed 1 · cooperative fifo · virtual clock\n$`),
  );
  expect(code).toBe(0);
  expect(readdirSync(desk.folder)).toEqual([]);
});

test('a scaled clock gives the same lines and the same hash', async () => {
  const desk = createDesk();
  const virtual = await desk.type('run two-staff');
  const scaled = await desk.type('run two-staff --clock 50x');
  expect(scaled).toEqual({ ...virtual, stderr: virtual.stderr.replace('virtual', 'scaled') });
});

test.each(['race --interleave random --seed 7', 'open', 'lunch-rush --customers 40'])(
  'run %s prints with compiled machines what it prints with interpreted ones, the hash included',
  async (scenario) => {
    const desk = createDesk();
    const compiled = await desk.type(`run ${scenario}`);
    const interpreted = await desk.type(`run ${scenario} --interpreted`);

    expect(compiled.stderr).toContain('hash ');
    expect(interpreted).toEqual(compiled);
  },
);

test('an answer stands behind its question on the same line', async () => {
  const { stdout } = await createDesk().type('run blocking-counter');
  expect(stdout).toContain('Number of burgers: 2\nNumber of fries: 1\nOrder #0001 queued.\n');
});

test('open keeps stdout for the customers, and the log for all else', async () => {
  const desk = createDesk();
  const { stdout, code } = await desk.type('run open');
  expect(stdout).toBe(`Welcome to Short Order!
Order burger and fries for order #0001:
Number of burgers: 2
Number of fries: 1
Order #0001 queued, please wait.
Order burger and fries for order #0002:
Number of burgers: 1
Number of fries: 2
Order #0002 queued, please wait.
Order burger and fries for order #0003:
Number of burgers: q
Goodbye!
`);
  expect(code).toBe(0);
  const log = desk.readLines('short-order.log').map(({ time, actor, msg }) => ({ time, actor, msg }));
  expect(log.slice(0, 4)).toEqual([
    { time: 0, actor: 'restaurant', msg: 'Ready for business!' },
    { time: 0, actor: 'John', msg: 'John is working...' },
    { time: 0, actor: 'order-taker', msg: 'Taking Order #0001...' },
    { time: 2000, actor: 'Jane', msg: 'Jane is working...' },
  ]);
  expect(log.at(-1)).toEqual({ time: 16200, actor: 'restaurant', msg: 'Orders completed in 16.20 seconds.' });
});

test('a scenario without a log writes one where it is told to, and says everything aloud all the same', async () => {
  const desk = createDesk();
  const plain = await desk.type('run open-counter');
  const logged = await desk.type('run open-counter --log a.log');
  expect(logged).toEqual(plain);
  const spoken = desk.readLines('a.log').map(({ msg }) => msg);
  expect(`${spoken.join('\n')}\n`).toBe(plain.stdout);
});

test('--log names the log', async () => {
  const desk = createDesk();
  await desk.type('run open --log day.log');
  expect(readdirSync(desk.folder)).toEqual(['day.log']);
});

test('orders, menu, staff and rest are taken from the command line', async () => {
  const desk = createDesk();
  desk.write(
    'orders.json',
    '{"customers":[{"answers":["1"],"think":2,"arrives":3},{"answers":["q"],"arrives":4}]}',
  );
  desk.write('menu.json', '{"dishes":[{"name":"soup","plural":"soups","seconds":10}]}');
  const { stdout, code } = await desk.type(
    'run open --orders orders.json --menu menu.json --staff Ann --rest 0.5',
  );
  expect(stdout).toBe(`Welcome to Short Order!
Order soup for order #0001:
Number of soups: 1
Order #0001 queued, please wait.
Order soup for order #0002:
Number of soups: q
Goodbye!
`);
  expect(code).toBe(0);
  const log = desk.readLines('short-order.log');
  expect(log).toContainEqual({ level: 30, time: 15000, actor: 'Ann', msg: 'Soup made #0001-soup00' });
});

test('lunch-rush is what runs unless another is named, and ends with a report that has the hash', async () => {
  const desk = createDesk();
  const { stdout, stderr, code } = await desk.type('run --customers 40 --per-hour 800 --staff 3');
  expect(stdout).toMatch(/^Customers {2}40 served of 40, \d+ an hour\nItems /);
  expect(stdout).toMatch(/Busy .* John\n.* Jane\n.* Jim\n.* order-taker\n/);
  const full = /^Hash {7}([0-9a-f]{64})$/m.exec(stdout)?.[1] ?? '';
  expect(stderr).toContain(`hash ${full.slice(0, 12)}…`);
  expect(code).toBe(0);
  expect(existsSync(join(desk.folder, 'short-order.log'))).toBe(true);
});

test('one seed gives one hash, another seed another', async () => {
  const desk = createDesk();
  const [first, again, other] = await Promise.all(
    ['1', '1', '2'].map((seed) =>
      desk.type(`run --customers 20 --log ${desk.folder}/${seed} --seed ${seed}`),
    ),
  );
  expect(again?.stdout).toBe(first?.stdout);
  expect(other?.stdout).not.toBe(first?.stdout);
});

test('--json prints the trace and the summary, and nothing else anywhere', async () => {
  const desk = createDesk();
  const { stdout, stderr, code } = await desk.type('run --customers 10 --json --trace t.ndjson');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(desk.read('t.ndjson')).toBe(stdout);
  const lines = linesOf(stdout);
  expect(lines[0]).toMatchObject({ trace: 'short-order', origin: { scenario: 'lunch-rush' } });
  expect(lines.at(-1)).toMatchObject({
    end: true,
    scenario: 'lunch-rush',
    scheduler: 'cooperative',
    clock: 'virtual',
    seed: 1,
    decisions: lines.length - 2,
    elapsed: expect.any(Number) as number,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    customers: { arrived: 10, served: 10 },
    items: { made: expect.any(Number) as number },
    waiting: { longest: expect.any(Number) as number },
  });
});

test('--quiet prints nothing', async () => {
  const desk = createDesk();
  expect(await desk.type('run two-staff --quiet')).toEqual({ stdout: '', stderr: '', code: 0 });
  expect(await desk.type('run --customers 5 --quiet')).toEqual({ stdout: '', stderr: '', code: 0 });
});

test('a race that goes wrong says in whom, behind all that was said before', async () => {
  const desk = createDesk();
  const runs = await Promise.all(
    Array.from({ length: 8 }, (_, seed) => desk.type(`run race --interleave random --seed ${seed}`)),
  );
  const failed = runs.filter(({ code }) => code === 1);
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.length).toBeLessThan(runs.length);
  for (const { stdout, stderr } of failed) {
    expect(stdout).toMatch(/^(John|Jane) is working/);
    expect(stdout).not.toContain('Orders completed');
    expect(stderr).toMatch(/\nfailed in (John|Jane): \1 took from an empty order rail: .*\n$/);
  }
});

test('with a lock no seed goes wrong', async () => {
  const desk = createDesk();
  const runs = await Promise.all(
    Array.from({ length: 8 }, (_, seed) => desk.type(`run lock --interleave random --seed ${seed}`)),
  );
  expect(runs.map(({ code }) => code)).toEqual(runs.map(() => 0));
});

test('whoever has read enough of stdout is no error', async () => {
  const desk = createDesk();
  const running = desk.start('run --customers 20000 --json --trace t.ndjson');
  running.process.stdout.once('data', () => running.process.stdout.destroy());
  const { stderr, code } = await running.finished;
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(desk.readLines('t.ndjson').at(-1)).toMatchObject({ end: true, status: 'aborted' });
});

test('Ctrl-C stops a run at once, and leaves a log and a trace that can be used', async () => {
  const desk = createDesk();
  const running = desk.start('run --clock 10x --customers 500 --trace t.ndjson');
  await running.seen('is working', 'short-order.log');
  running.process.kill('SIGINT');
  const { stdout, stderr, code } = await running.finished;
  expect(code).toBe(130);
  expect(stdout).toBe('');
  expect(stderr).toMatch(new RegExp(`^aborted · hash ${hash} · \\d+ decisions · .*\n$`));
  expect(desk.readLines('short-order.log').length).toBeGreaterThan(1);
  expect((await desk.type('replay t.ndjson')).stdout).toMatch(/^the same: /);
});

test('Ctrl-C stops a run on the virtual clock as well, which never waits', async () => {
  const desk = createDesk();
  const running = desk.start('run --customers 1000000 --json');
  await running.seen('"step":1');
  running.process.stdout.resume();
  running.process.kill('SIGINT');
  expect((await running.finished).code).toBe(130);
  expect(desk.readLines('short-order.log').length).toBeGreaterThan(1);
});

test('being told to end, a run ends', async () => {
  const running = createDesk().start('run one-cook --clock real');
  await running.seen('Preparing');
  running.process.kill('SIGTERM');
  expect((await running.finished).code).toBe(143);
});
