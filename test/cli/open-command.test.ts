import { expect, test } from 'vitest';
import { createDesk } from './short-order.js';

const closing = 'The kitchen finishes what is queued; Ctrl-C stops at once.\n';
const run = /hash [0-9a-f]{12}… · \d+ decisions · seed 1 · cooperative fifo · scaled clock\n$/;

test('piped answers are echoed behind their questions, and a goodbye closes in order', async () => {
  const desk = createDesk();
  const { stdout, stderr, code } = await desk.type('open --clock 100x', '2\n1\n1\n2\nq\n');
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
  expect(stderr.startsWith(closing)).toBe(true);
  expect(stderr).toMatch(run);
  expect(code).toBe(0);
  const said = desk.readLines('short-order.log').map(({ msg }) => msg);
  expect(said.filter((msg) => String(msg).includes(' made '))).toHaveLength(6);
  expect(said.at(-2)).toBe('All tasks finished. Closing now.');
});

test('the end of the input closes in order once every line of it is used', async () => {
  const desk = createDesk();
  const { stdout, code } = await desk.type('open --clock 100x --staff Ann', '2\n1\n');
  expect(stdout.split('\n').slice(1, 5)).toEqual([
    'Order burger and fries for order #0001:',
    'Number of burgers: 2',
    'Number of fries: 1',
    'Order #0001 queued, please wait.',
  ]);
  expect(stdout).toMatch(/\nGoodbye!\n$/);
  expect(code).toBe(0);
  const said = desk.readLines('short-order.log').map(({ msg }) => msg);
  expect(said.filter((msg) => String(msg).includes(' made '))).toHaveLength(3);
});

test('no input at all closes at once', async () => {
  const { stdout, code } = await createDesk().type('open --clock 100x');
  expect(stdout).toMatch(/^Welcome to Short Order!\n[^]*Goodbye!\n$/);
  expect(code).toBe(0);
});

test('the kitchen goes on while a customer thinks', async () => {
  const desk = createDesk();
  const running = desk.start('open --clock 20x');
  await running.seen('Number of burgers: ');
  running.process.stdin.write('1\n');
  await running.seen('Burger made #0001-burger00', 'short-order.log');
  expect(desk.read('short-order.log')).not.toContain('Order #0001 queued.');
  running.process.stdin.end('0\nno\n');
  expect((await running.finished).code).toBe(0);
});

test('Ctrl-C closes in order: what is queued is finished', async () => {
  const desk = createDesk();
  const running = desk.start('open --clock 20x --staff Ann --trace t.ndjson');
  await running.seen('Number of burgers: ');
  running.process.stdin.write('2\n');
  await running.seen('Number of fries: ');
  running.process.kill('SIGINT');
  const { stdout, stderr, code } = await running.finished;
  expect(stdout).toMatch(/Number of fries: \nGoodbye!\n$/);
  expect(stderr.startsWith(closing)).toBe(true);
  expect(stderr).toMatch(run);
  expect(code).toBe(0);
  const said = desk.readLines('short-order.log').map(({ msg }) => msg);
  expect(said.filter((msg) => String(msg).startsWith('Burger made'))).toHaveLength(2);
  expect(said.at(-2)).toBe('All tasks finished. Closing now.');
  expect((await desk.type('replay t.ndjson')).stdout).toMatch(/^the same: /);
});

test('a second Ctrl-C stops at once, with the log intact', async () => {
  const desk = createDesk();
  const running = desk.start('open --clock real --trace t.ndjson');
  await running.seen('Number of burgers: ');
  running.process.stdin.write('9\n');
  await running.seen('Number of fries: ');
  running.process.kill('SIGINT');
  await running.seen('Goodbye!');
  running.process.kill('SIGINT');
  const { stderr, code } = await running.finished;
  expect(code).toBe(130);
  expect(stderr).toMatch(/\naborted · hash /);
  const log = desk.readLines('short-order.log');
  expect(log.at(-1)).toMatchObject({
    actor: expect.any(String) as string,
    msg: expect.any(String) as string,
  });
  expect(log.map(({ msg }) => msg)).not.toContain('All tasks finished. Closing now.');
  expect((await desk.type('replay t.ndjson')).stdout).toMatch(/^the same: /);
});

test('a session at the terminal can be replayed, by --menu, --staff and all', async () => {
  const desk = createDesk();
  desk.write('menu.json', '{"dishes":[{"name":"soup","seconds":4}]}');
  await desk.type('open --clock 100x --menu menu.json --staff 3 --rest 0.2 --trace t.ndjson', '2\nq\n');
  expect(await desk.type('replay t.ndjson')).toMatchObject({ stderr: '', code: 0 });
});

test('whoever reads the counter may go', async () => {
  const running = createDesk().start('open --clock 50x');
  await running.seen('Number of burgers: ');
  running.process.stdout.destroy();
  running.process.stdin.write('1\n');
  const { stderr, code } = await running.finished;
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
});
