import { afterEach, describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { scenarioModules } from '../../src/restaurant/scenario-logic.js';
import { scenarios } from '../../src/restaurant/scenarios.js';
import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import { createRun } from '../../src/scheduler/run.js';
import type { Scheduler } from '../../src/scheduler/scheduler.js';
import {
  createWorkersScheduler,
  type WorkersScheduler,
} from '../../src/scheduler/workers/workers-scheduler.js';
import type { Machines } from '../../src/system/machines.js';
import { recordTrace } from '../../src/trace/trace-recorder.js';

const opened: WorkersScheduler[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((scheduler) => scheduler.close()));
});

describe.each(scenarios.map((scenario) => ({ name: scenario.name, scenario })))('$name', ({ scenario }) => {
  const { defaults } = scenario;
  // The rush is long; its first quarter of an hour has all that there is.
  const settings =
    defaults.customers.from === 'chance'
      ? { ...defaults, customers: { ...defaults.customers, customers: 60 } }
      : defaults;

  const traceUnder = async (scheduler: Scheduler, machines: Machines = 'interpreted') => {
    const clock = createVirtualClock();
    const { machine, input } = scenario.build(settings, clock);
    const run = createRun(machine, { input, clock, scheduler, machines, seed: settings.seed });
    const lines: string[] = [];
    const recorder = recordTrace(run, { sink: (line) => lines.push(line) });
    const { hash } = recorder.close(await run.finish());
    return { hash, lines: lines.slice(1, -1) };
  };

  test.each([1, 2, 3, 8])('has the trace of the cooperative scheduler on %i threads', async (threads) => {
    const modules = scenarioModules({ scenario: scenario.name, settings });
    // Eight threads may take long to start on a loaded machine, and none of them is lost for it.
    const scheduler = createWorkersScheduler({ threads, modules, watchdog: Number.POSITIVE_INFINITY });
    opened.push(scheduler);

    const onThreads = await traceUnder(scheduler);

    expect(onThreads).toEqual(await traceUnder(createCooperativeScheduler()));
    expect(onThreads.lines.length).toBeGreaterThan(5);
  });

  test('has the same trace with compiled machines, on one thread and on two', async () => {
    const modules = scenarioModules({ scenario: scenario.name, settings });
    const scheduler = createWorkersScheduler({ threads: 2, modules });
    opened.push(scheduler);

    const interpreted = await traceUnder(createCooperativeScheduler());

    expect(await traceUnder(createCooperativeScheduler(), 'compiled')).toEqual(interpreted);
    expect(await traceUnder(scheduler, 'compiled')).toEqual(interpreted);
  });
});
