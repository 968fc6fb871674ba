import { expect, test, vi } from 'vitest';
import type { HostThread } from '../../../src/scheduler/workers/host-thread.js';
import type { Reply } from '../../../src/scheduler/workers/messages.js';
import { type Hearer, type RunOnThreads, ThreadPool } from '../../../src/scheduler/workers/thread-pool.js';

function poolOfTwoRuns() {
  const pool = new ThreadPool({ threads: 2, names: [], resourceLimits: undefined, watchdog: 1000 });
  const enter = () => {
    const run = {
      onNews: vi.fn<RunOnThreads['onNews']>(),
      onReply: vi.fn<RunOnThreads['onReply']>(),
      onLost: vi.fn<RunOnThreads['onLost']>(),
      addressOfMark: () => undefined,
    };
    return { run, number: pool.enter(run) };
  };
  const thread = { thread: 1, post: vi.fn<HostThread['post']>() };
  return { pool, one: enter(), other: enter(), thread, host: thread as unknown as HostThread };
}

const opened: Omit<Extract<Reply, { reply: 'opened' }>, 'run'> = { reply: 'opened' };

test('what a thread replies goes to the run that has asked, whoever stands still and reads it', () => {
  const { pool, one, other, host } = poolOfTwoRuns();
  const reader = { run: other.number, hear: vi.fn<Hearer['hear']>() };
  const reply = { ...opened, run: one.number };

  pool.route(host, reply, reader);

  expect(one.run.onReply.mock.calls).toEqual([[host, reply]]);
  expect(reader.hear).not.toHaveBeenCalled();
  expect(other.run.onReply).not.toHaveBeenCalled();
});

test('what a thread replies when nobody stands still is not lost', () => {
  const { pool, one, host } = poolOfTwoRuns();
  const reply = { run: one.number, reply: 'did', steps: [], isLast: true } as const;

  pool.route(host, reply, undefined);

  expect(one.run.onReply.mock.calls).toEqual([[host, reply]]);
});

test('who stands still hears what is for its own run', () => {
  const { pool, one, host } = poolOfTwoRuns();
  const reader = { run: one.number, hear: vi.fn<Hearer['hear']>() };
  const reply = { ...opened, run: one.number };

  pool.route(host, reply, reader);

  expect(reader.hear.mock.calls).toEqual([[host, reply]]);
  expect(one.run.onReply).not.toHaveBeenCalled();
});

test('a step of a run that is over is answered, so that its thread can end it, and heard by nobody', () => {
  const { pool, one, thread, host } = poolOfTwoRuns();
  pool.forget(one.number);
  const question = { about: 'claim', systemId: 'cook', isReleased: false } as const;

  pool.route(host, { run: one.number, reply: 'question', turn: { in: 'free-step' }, question }, undefined);
  pool.route(host, { ...opened, run: one.number }, undefined);

  expect(thread.post.mock.calls).toEqual([
    [{ tell: 'answer', run: one.number, answer: { about: 'claim', isGranted: true } }],
  ]);
  expect(one.run.onReply).not.toHaveBeenCalled();
});
