import {
  checkCoverageDemand,
  type CoverageDemand,
  CoverageError,
  demandCoverage,
} from '../coverage/demand-coverage.js';
import type { ExploreReport } from '../explore.js';
import { judge } from './judge.js';
import type { MatcherResult } from './matcher-result.js';
import type { ReachOptions } from './to-reach.js';

/** How to explore; what is to hold has no say in what is covered. */
export type CoverOptions = ReachOptions;

/**
 * Passes where the schedules that were run cover each machine as far as is demanded, and negated where some machine
 * falls short. Where one does and a schedule was not run to its end, it passes neither.
 *
 * @param isNot - whether it is negated
 * @throws ExploreOptionError where nothing is demanded, or what there is not
 */
export async function toCover(
  isNot: boolean,
  received: unknown,
  demand: CoverageDemand,
  options: CoverOptions = {},
): Promise<MatcherResult> {
  checkCoverageDemand(demand);
  const { report, text } = await judge(received, { ...options, coverage: true, noErrors: 'none' });
  const gaps = gapsText(report, demand);
  if (gaps !== undefined && report.verdict === 'inconclusive') {
    return { pass: isNot, message: () => `nobody knows whether more would be covered\n${gaps}\n\n${text}` };
  }
  return {
    pass: gaps === undefined,
    message: () =>
      gaps === undefined
        ? `expected some machine to be covered less\n\n${text}`
        : `expected the system to be covered\n${gaps}\n\n${text}`,
  };
}

/** What falls short, a line each; `undefined` where nothing does. */
function gapsText({ coverage }: ExploreReport, demand: CoverageDemand): string | undefined {
  try {
    demandCoverage(coverage, demand);
    return undefined;
  } catch (error) {
    if (error instanceof CoverageError) {
      return error.lines.join('\n');
    }
    throw error;
  }
}
