import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeText } from '../../../src/trace/words/state-text.js';
import { anyPlan } from '../../conformance/troupe.js';
import { recorded } from '../recording.js';
import { door, play, stepsOf } from './sample.js';

describe('the story of a trace', () => {
  test('tells of each step who sent what, why, and what it changed', async () => {
    const { trace } = await recorded(door);

    const steps = await stepsOf(trace);

    expect(
      steps.map(({ index, time, kind, from, to, event, cause, ...step }) => [
        index,
        time,
        kind,
        `${from} → ${to}`,
        event.type,
        cause,
        changeText({ ...step, isIgnored: false }),
      ]),
    ).toEqual([
      [0, 0, 'start', '@outside → door', 'xstate.init', undefined, 'closed'],
      [1, 0, 'deliver', 'door → door/bell', 'PUSH', 0, 'still → ringing'],
      [2, 0, 'deliver', 'door → door/bell', 'PUSH', 0, 'ringing'],
      [3, 250, 'fire', 'door/bell → door/bell', 'xstate.after.250.bell.ringing', 1, 'ringing → still'],
      [4, 300, 'fire', 'door → door', 'xstate.after.300.door.closed', 0, 'closed → open, done'],
      [5, 300, 'stop', 'door → door/bell', 'xstate.stop', 4, 'still → stopped'],
    ]);
  });

  test('knows the whole context, of which a line has only what is new', async () => {
    const { trace } = await recorded(door);

    const bell = (await stepsOf(trace)).filter(({ to }) => to === 'door/bell');

    expect(bell.map(({ after }) => after.context)).toEqual(Array.from({ length: 4 }, () => ({ rings: 1 })));
  });

  test('names for every step the cause that the runtime knows', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPlan,
        fc.integer({ min: 0, max: 1000 }),
        fc.constantFrom('fifo' as const, 'random' as const),
        async (plan, seed, order) => {
          const { trace, watched } = await play(plan, seed, order);

          const told = (await stepsOf(trace)).map(({ cause }) => cause);

          expect(told).toEqual(watched.steps.map(({ decision }) => decision?.cause));
        },
      ),
    );
  });
});
