import type { ExploreReport } from './explore.js';
import { type Objection, objectionTo } from './objection.js';
import { exploreAndTell, type TellOptions } from './report/explored-text.js';
import type { SubjectFactory } from './subject.js';

/** A system under test broke a property, or could not be explored to a verdict; the message is the whole report. */
export class CheckError extends Error {
  /**
   * `ERR_CHECK_FAILED` where a property did not hold, `ERR_CHECK_INCONCLUSIVE` where nobody knows,
   * `ERR_CHECK_NONDETERMINISTIC` where an audit found that the system does not do the same twice.
   */
  readonly code: `ERR_CHECK_${Uppercase<Objection>}`;

  constructor(
    readonly report: ExploreReport,
    objection: Objection,
    text: string,
  ) {
    super(text, { cause: report.failure?.error });
    this.name = 'CheckError';
    this.code = `ERR_CHECK_${objection.toUpperCase() as Uppercase<Objection>}`;
  }
}

/**
 * Explores a system as `explore` does, and throws where a property did not hold or the exploration is inconclusive;
 * otherwise gives the report.
 *
 * @throws CheckError, and whatever `explore` throws.
 */
export async function check(factory: SubjectFactory, options: TellOptions = {}): Promise<ExploreReport> {
  const { report, text } = await exploreAndTell(factory, options);
  const objection = objectionTo(report);
  if (objection !== undefined) {
    throw new CheckError(report, objection, text);
  }
  return report;
}
