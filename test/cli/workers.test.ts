import { expect, test } from 'vitest';
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
