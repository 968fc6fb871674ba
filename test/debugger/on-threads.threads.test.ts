import * as fc from 'fast-check';
import type { AnyStateMachine } from 'xstate';
import { afterAll, describe, expect, test } from 'vitest';
import { createDebugger, type Debugger, type DebuggerOptions } from '../../src/debugger/create-debugger.js';
import { findScenario } from '../../src/restaurant/scenarios.js';
import { scenarioModules } from '../../src/restaurant/scenario-logic.js';
import { scenarioSubject } from '../../src/restaurant/scenario-subject.js';
import type { Scheduler } from '../../src/scheduler/scheduler.js';
import {
  createWorkersScheduler,
  type WorkersOptions,
  type WorkersScheduler,
} from '../../src/scheduler/workers/workers-scheduler.js';
import { moduleForThreads } from '../conformance/module-for-threads.js';
import { anyPlan, troupe } from '../conformance/troupe.js';
import { guild } from '../scheduler/workers/guild.js';

const modules = {
  troupe: { module: moduleForThreads('./troupe.ts'), export: 'troupe' },
  guild: { module: moduleForThreads('../scheduler/workers/guild.ts'), export: 'guild' },
};
const opened: WorkersScheduler[] = [];
afterAll(async () => {
  await Promise.all(opened.map((scheduler) => scheduler.close()));
});

function workers(options: Partial<WorkersOptions> = {}): WorkersScheduler {
  const scheduler = createWorkersScheduler({ threads: 2, modules, ...options });
  opened.push(scheduler);
  return scheduler;
}

/** All that a debugger tells of each decision of a run, as plain data. */
function told(debug: Debugger): unknown[] {
  return debug.steps.map(({ effects, event, before, after, ...plain }) => ({
    ...plain,
    event: debug.jsonOf(event),
    before: debug.jsonOf(before),
    after: debug.jsonOf(after),
    effects: effects.map(({ kind }) => kind),
  }));
}

async function debugOn(scheduler: Scheduler | undefined, machine: AnyStateMachine, input?: unknown) {
  const options: DebuggerOptions = scheduler === undefined ? {} : { scheduler };
  return createDebugger(() => ({ machine, ...(input === undefined ? {} : { input }) }), options);
}

describe('on threads a debugger tells the same as on one', () => {
  test.each(['two-staff', 'open-counter', 'race'])('of %s, forwards and back', async (name) => {
    const scenario = findScenario(name)!;
    const settings = scenario.defaults;
    const scheduler = workers({ modules: scenarioModules({ scenario: name, settings }) });
    const walk = async (options: DebuggerOptions): Promise<unknown[]> => {
      const debug = await createDebugger(scenarioSubject(scenario, settings), options);
      debug.breakOn('kitchen');
      const stops = [];
      for (let left = 4; left > 0; left--) {
        const { decision, reason, next } = await debug.continue();
        stops.push([decision, reason, next?.name, (await debug.choices()).map((choice) => choice.name)]);
      }
      await debug.pick((await debug.choices()).length - 1);
      await debug.back(4);
      stops.push(debug.view.addresses().map((address) => debug.jsonOf(debug.view.context(address))));
      await debug.goTo(30);
      debug.close();
      return [...stops, ...told(debug)];
    };

    expect(await walk({ scheduler, seed: 7, order: 'random' })).toEqual(
      await walk({ seed: 7, order: 'random' }),
    );
  });

  test('of any troupe', async () => {
    const scheduler = workers();
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        const [on, off] = [await debugOn(scheduler, troupe, plan), await debugOn(undefined, troupe, plan)];
        const ends = [await on.continue(), await off.continue()];
        expect(told(on)).toEqual(told(off));
        expect(ends[0]?.end).toBe(ends[1]?.end);
        on.close();
        off.close();
      }),
      { numRuns: 20 },
    );
  });
});

test('a promise on a thread is waited for before a decision, as one here is', async () => {
  const names = async (scheduler: Scheduler | undefined): Promise<string[]> => {
    const debug = await debugOn(scheduler, guild);
    await debug.continue();
    debug.close();
    return debug.steps.map(({ name }) => name).sort();
  };

  const here = await names(undefined);
  expect(await names(workers())).toEqual(here);
  expect(here).toContain('deliver ERRAND_DONE one>guild');
});

test('a context that lives on a thread is looked into by a condition', async () => {
  const debug = await debugOn(workers({ place: { one: 0, other: 1 } }), guild);
  debug.breakOn('guild.notes.length > 0');
  debug.breakOn('one:working');

  expect(debug.view.context('one')).toMatchObject({ heard: [] });
  expect(debug.breakpoints.map(({ warning }) => warning)).toEqual([undefined, undefined]);
  debug.close();
});

test('a thread that is lost ends its actors in decisions of their own, which a stop tells', async () => {
  const event = { type: 'MISCHIEF', how: 'exit' };
  const arrivals = [{ behind: 0, time: 0, kind: 'send' as const, to: 'one', event }];
  const debug = await createDebugger(() => ({ machine: guild }), {
    scheduler: workers({ place: { one: 0, other: 1 } }),
    recording: { decisions: [], arrivals },
  });

  await debug.continue();

  const crash = debug.steps.find(({ kind }) => kind === 'crash');
  expect(crash).toMatchObject({ name: 'crash one', to: 'one', after: { state: 'error' } });
  expect(debug.view.context('guild')).toEqual({ notes: ['one failed'] });
  expect(debug.view.value('other')).toBe('working');
  debug.close();
});

test('what cannot go wrong on threads is refused', async () => {
  const options = { scheduler: workers(), faults: { drop: { actors: ['one'] } } };

  await expect(createDebugger(() => ({ machine: guild }), options)).rejects.toMatchObject({
    code: 'ERR_DEBUG_FAULTS',
    message: expect.stringContaining('drop'),
  });
});

test('a machine that threads cannot find is told as an error of whoever set them up', async () => {
  const scheduler = workers({ modules: { guild: { module: modules.guild.module, export: 'gild' } } });

  await expect(debugOn(scheduler, guild)).rejects.toMatchObject({ code: 'ERR_MODULE' });
});
