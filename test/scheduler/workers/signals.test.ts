import { expect, test } from 'vitest';
import { Signals } from '../../../src/scheduler/workers/signals.js';

const onThread = (signals: Signals, thread: number) =>
  new Signals({ thread, buffers: signals.buffersOf(thread) });

test('a thread that was dismissed knows it, and the one in its place is not', () => {
  const signals = new Signals();
  signals.markAlive(0);
  signals.markAlive(1);
  const [lost, other] = [onThread(signals, 0), onThread(signals, 1)];

  signals.dismiss(0);
  signals.markAlive(0);
  const fresh = onThread(signals, 0);

  expect([lost.isDismissed(0), fresh.isDismissed(0), other.isDismissed(1)]).toEqual([true, false, false]);
});

test('what a lost thread still writes is not taken for a word of the one in its place', () => {
  const signals = new Signals();
  signals.markAlive(0);
  const lost = onThread(signals, 0);
  signals.markAlive(0);

  lost.beginStep(0, 7);
  lost.markGone(0);

  expect([signals.actingAt(0), signals.stepsAt(0), signals.isGone(0)]).toEqual([0, 0, false]);
});
