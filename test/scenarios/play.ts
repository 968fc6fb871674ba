import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import type { Heard } from '../../src/restaurant/heard.js';
import type { Line } from '../../src/restaurant/phrasebook.js';
import type { ScenarioSettings } from '../../src/restaurant/scenario.js';
import { findScenario } from '../../src/restaurant/scenarios.js';
import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import { createRun } from '../../src/scheduler/run.js';
import type { Outcome } from '../../src/scheduler/scheduler.js';

/** A line of a scenario, and when it was said. */
export type TimedLine = Line & { readonly time: number };

/** What came of a scenario. */
export interface Played {
  readonly outcome: Outcome;
  readonly news: readonly Heard[];
  readonly lines: readonly TimedLine[];
}

/** Runs a scenario on the virtual clock. */
export async function play(
  name: string,
  settings: Partial<ScenarioSettings> = {},
  order: 'fifo' | 'random' = 'fifo',
): Promise<Played> {
  const scenario = findScenario(name);
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
  const all = { ...scenario.defaults, ...settings };
  const clock = createVirtualClock();
  const { machine, input } = scenario.build(all, clock);
  const scheduler = createCooperativeScheduler({ order });
  const run = createRun(machine, { input, clock, scheduler, seed: all.seed });
  const news: Heard[] = [];
  run.system.emitted.subscribe((heard) => news.push(heard as Heard));
  const outcome = await run.finish();
  const lines = news.flatMap((heard) =>
    scenario.phrasebook(heard).map((line) => ({ time: heard.time, ...line })),
  );
  return { outcome, news, lines };
}
