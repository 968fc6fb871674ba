import type { ExploreReport } from './explore.js';
import type { ExploreOptions } from './explore-options.js';
import { exploreAndTell } from './report/explored-text.js';
import type { SubjectFactory } from './subject.js';

/** A system under test broke a property, or could not be explored to a verdict; the message is the whole report. */
export class CheckError extends Error {
  /** `ERR_CHECK_FAILED` where a property did not hold, `ERR_CHECK_INCONCLUSIVE` where nobody knows. */
  readonly code: 'ERR_CHECK_FAILED' | 'ERR_CHECK_INCONCLUSIVE';

  constructor(
    readonly report: ExploreReport,
    text: string,
  ) {
    super(text, { cause: report.failure?.error });
    this.name = 'CheckError';
    this.code = report.verdict === 'failed' ? 'ERR_CHECK_FAILED' : 'ERR_CHECK_INCONCLUSIVE';
  }
}

/**
 * Explores a system as `explore` does, and throws where a property did not hold or the exploration is inconclusive;
 * otherwise gives the report.
 *
 * @throws CheckError, and whatever `explore` throws.
 */
export async function check(factory: SubjectFactory, options: ExploreOptions = {}): Promise<ExploreReport> {
  const { report, text } = await exploreAndTell(factory, options);
  if (report.verdict === 'failed' || report.verdict === 'inconclusive') {
    throw new CheckError(report, text);
  }
  return report;
}
