import { describe, expect, test } from 'vitest';
import { createDesk } from './short-order.js';

test.each(['all-at-once', 'race'])('run %s on threads prints the hash of one thread', async (scenario) => {
  const desk = createDesk();
  const alone = await desk.type(`run ${scenario}`);
  const onThreads = await desk.type(`run ${scenario} --scheduler workers --threads 3`);

  expect(onThreads.code).toBe(0);
  expect(onThreads.stdout).toBe(alone.stdout);
  expect(onThreads.stderr).toBe(alone.stderr.replace('cooperative fifo', 'workers lockstep 3 fifo'));
});

test('all-at-once runs freely on threads, with the lines of one thread in any order', async () => {
  const desk = createDesk();
  const alone = await desk.type('run all-at-once');
  const free = await desk.type('run all-at-once --scheduler workers --threads 3 --clock 100x');

  const withoutTimes = (text: string) =>
    text
      .replace(/in .* seconds/, 'in time')
      .split('\n')
      .toSorted();
  expect(free.code).toBe(0);
  expect(withoutTimes(free.stdout)).toEqual(withoutTimes(alone.stdout));
  expect(free.stderr).toContain('workers free-running 3');
});

test.each([
  { flags: '', says: 'workers free-running 2' },
  { flags: '--lockstep', says: 'workers lockstep 2 fifo' },
])('open runs on threads, and its recording replays on one ($says)', async ({ flags, says }) => {
  const desk = createDesk();
  const day = await desk.type(
    `open --scheduler workers ${flags} --clock 100x --trace day.ndjson`,
    '2\n1\nbye\n',
  );
  const replay = await desk.type('replay day.ndjson');

  expect(day.code).toBe(0);
  expect(day.stderr).toContain(says);
  expect(replay.stdout + replay.stderr).toContain('the same');
  expect(replay.code).toBe(0);
});

test('lockstep is refused where nothing could be in step', async () => {
  const refused = await createDesk().type('run race --lockstep');

  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('--lockstep is for --scheduler workers');
});

// A signal that comes in the midst of anything; each of these would go on for hours.
describe.each([
  { signal: 'SIGINT' as const, code: 130 },
  { signal: 'SIGTERM' as const, code: 143 },
])('$signal ends at once', { timeout: 60_000 }, ({ signal, code }) => {
  test.each([
    { clock: 'real', begun: 'is working', mode: 'free-running 3' },
    { clock: 'virtual', begun: 'Burger made', mode: 'lockstep 3 fifo' },
  ])(
    'a run on threads on the $clock clock, and leaves log and trace whole',
    async ({ clock, begun, mode }) => {
      const desk = createDesk();
      const running = desk.start(
        `run --clock ${clock} --customers 1000000 --scheduler workers --threads 3 --trace t.ndjson`,
      );
      await running.seen(begun, 'short-order.log');
      running.process.kill(signal);
      const finished = await running.finished;
      const replay = await desk.type('replay t.ndjson');

      expect(finished).toMatchObject({ stdout: '', code });
      expect(finished.stderr).toMatch(new RegExp(`^aborted · hash .* · workers ${mode} · `));
      expect(desk.readLines('t.ndjson').at(-1)).toMatchObject({ end: true, status: 'aborted' });
      expect(desk.readLines('short-order.log').at(-1)).toMatchObject({ msg: expect.any(String) as string });
      expect(replay.stdout).toMatch(/^the same: /);
    },
  );
});
