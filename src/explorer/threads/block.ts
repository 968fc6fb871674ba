import { DEFAULT_SEED } from '../../scheduler/run.js';
import type { ExploreOptions } from '../explore-options.js';
import { Findings, type FoundPart } from '../findings.js';
import { beginExploration, runSchedules } from '../run-schedules.js';
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

/** Runs one block of an exploration. */
export async function runBlock(
  factory: SubjectFactory,
  sampler: Sampler,
  block: number,
  options: ExploreOptions & { readonly schedules: number },
): Promise<FoundPart> {
  const first = block * BLOCK;
  const exploration = beginExploration(strategyOf(sampler), options, first);
  const findings = new Findings(options, options.seed ?? DEFAULT_SEED, first);
  await runSchedules(factory, exploration, Math.min(BLOCK, options.schedules - first), findings, options);
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
