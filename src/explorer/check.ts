import { explore, type ExploreReport } from './explore.js';
import type { ExploreOptions } from './explore-options.js';
import type { SubjectFactory } from './subject.js';

/** A system under test broke a property, or could not be explored to a verdict. */
export class CheckError extends Error {
  /** `ERR_CHECK_FAILED` where a property did not hold, `ERR_CHECK_INCONCLUSIVE` where nobody knows. */
  readonly code: 'ERR_CHECK_FAILED' | 'ERR_CHECK_INCONCLUSIVE';

  constructor(readonly report: ExploreReport) {
    super(messageOf(report), { cause: report.failure?.error });
    this.name = 'CheckError';
    this.code = report.verdict === 'failed' ? 'ERR_CHECK_FAILED' : 'ERR_CHECK_INCONCLUSIVE';
  }
}

/**
 * Explores a system as {@link explore} does, and throws where a property did not hold or the exploration is
 * inconclusive; otherwise gives the report.
 *
 * @throws CheckError, and whatever `explore` throws.
 */
export async function check(factory: SubjectFactory, options: ExploreOptions = {}): Promise<ExploreReport> {
  const report = await explore(factory, options);
  if (report.verdict === 'failed' || report.verdict === 'inconclusive') {
    throw new CheckError(report);
  }
  return report;
}

function messageOf({ failure, minimal, unfinished, strategy, seed }: ExploreReport): string {
  const origin = `(${strategy}, seed ${seed})`;
  if (failure !== undefined) {
    const { property, message, decisions, schedule, replay } = minimal ?? failure;
    const steps = decisions.map((name, index) => `  ${index + 1}. ${name}`).join('\n');
    return `${property}: ${message} in schedule ${schedule} ${origin}\n${steps}\nreplay('${replay}')`;
  }
  return `inconclusive: ${unfinished?.message ?? 'nothing was run'} ${origin}`;
}
