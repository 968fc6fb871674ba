import { DEFAULT_SEED } from '../../scheduler/run.js';
import type { ExploreOptions } from '../explore-options.js';
import { Findings, type FoundPart } from '../findings.js';
import { beginExploration, runSchedules } from '../run-schedules.js';
import { scheduleOptionsOf } from '../schedule-options.js';
import { type StartingPlace, startingPlaceFor } from '../starting-place.js';
import { pct } from '../strategies/pct.js';
import { random } from '../strategies/random.js';
import { urw } from '../strategies/urw.js';
import type { Sampler, Strategy } from '../strategy.js';
import type { SubjectFactory } from '../subject.js';

/**
 * How many schedules a block has. The strategy begins anew with each, so that what comes of a block is the same on
 * whatever thread it is run, and whatever is run beside it.
 */
export const BLOCK = 100;

/** Runs one block of an exploration: from one system that is put back to its start, where that may be. */
export async function runBlock(
  factory: SubjectFactory,
  sampler: Sampler,
  block: number,
  options: ExploreOptions & { readonly schedules: number },
): Promise<FoundPart> {
  const start = startingPlaceFor(options);
  const part = await runOnce(factory, sampler, block, options, start);
  return start === undefined || (await start.holds(factory, scheduleOptionsOf(options)))
    ? part
    : runOnce(factory, sampler, block, options, undefined);
}

async function runOnce(
  factory: SubjectFactory,
  sampler: Sampler,
  block: number,
  options: ExploreOptions & { readonly schedules: number },
  start: StartingPlace | undefined,
): Promise<FoundPart> {
  const first = block * BLOCK;
  const exploration = beginExploration(strategyOf(sampler), options, first);
  const findings = new Findings(options, options.seed ?? DEFAULT_SEED, first);
  const schedules = Math.min(BLOCK, options.schedules - first);
  await runSchedules(factory, exploration, schedules, findings, options, start);
  return findings.part();
}

function strategyOf(sampler: Sampler): Strategy {
  switch (sampler.kind) {
    case 'random':
      return random();
    case 'urw':
      return urw();
    case 'pct':
      return pct({ depth: sampler.depth });
  }
}
