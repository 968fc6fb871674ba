import { expect, test } from 'vitest';
import { HostThread } from '../../../src/scheduler/workers/host-thread.js';
import type { Reply } from '../../../src/scheduler/workers/messages.js';
import { Signals } from '../../../src/scheduler/workers/signals.js';

test('what a thread says comes with the thread that said it, whatever its pool has in its place by then', async () => {
  const signals = new Signals();
  signals.markAlive(0);
  let resolve: (said: [HostThread, Reply]) => void = () => undefined;
  const said = new Promise<[HostThread, Reply]>((settle) => {
    resolve = settle;
  });
  const thread = new HostThread({
    thread: 0,
    name: '',
    signals,
    resourceLimits: undefined,
    onNews: () => undefined,
    onReply: (from, reply) => resolve([from, reply]),
    onLost: () => undefined,
  });
  thread.keepAlive(true);

  thread.post({ ask: 'start', run: 7, key: 't0:1' });
  const [from, reply] = await said;
  await thread.end();

  expect(from).toBe(thread);
  expect(reply).toMatchObject({ run: 7, reply: 'problem' });
});
