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

test('open runs on threads, and its recording replays on one', async () => {
  const desk = createDesk();
  const day = await desk.type('open --scheduler workers --clock 1000x --trace day.ndjson', '2\n1\nbye\n');
  const replay = await desk.type('replay day.ndjson');

  expect(day.code).toBe(0);
  expect(day.stderr).toContain('workers lockstep 2 fifo');
  expect(replay.stdout + replay.stderr).toContain('the same');
  expect(replay.code).toBe(0);
});

// A signal that comes in the midst of anything; each of these would go on for hours.
describe.each([
  { signal: 'SIGINT' as const, code: 130 },
  { signal: 'SIGTERM' as const, code: 143 },
])('$signal ends at once', { timeout: 60_000 }, ({ signal, code }) => {
  test.each([
    { clock: 'real', begun: 'is working' },
    { clock: 'virtual', begun: 'Burger made' },
  ])('a run on threads on the $clock clock, and leaves log and trace whole', async ({ clock, begun }) => {
    const desk = createDesk();
    const running = desk.start(
      `run --clock ${clock} --customers 1000000 --scheduler workers --threads 3 --trace t.ndjson`,
    );
    await running.seen(begun, 'short-order.log');
    running.process.kill(signal);
    const finished = await running.finished;
    const replay = await desk.type('replay t.ndjson');

    expect(finished).toMatchObject({ stdout: '', code });
    expect(finished.stderr).toMatch(/^aborted · hash .* · workers lockstep 3 fifo · /);
    expect(desk.readLines('t.ndjson').at(-1)).toMatchObject({ end: true, status: 'aborted' });
    expect(desk.readLines('short-order.log').at(-1)).toMatchObject({ msg: expect.any(String) as string });
    expect(replay.stdout).toMatch(/^the same: /);
  });
});
