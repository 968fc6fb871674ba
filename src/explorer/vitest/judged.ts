import { explore, type ExploreReport } from '../explore.js';
import type { ExploreOptions } from '../explore-options.js';
import { SubjectError } from '../explorer-errors.js';
import { explainReport } from '../report/failure-explanation.js';
import { reportLines, textOf } from '../report/report-text.js';
import type { SubjectFactory } from '../subject.js';

/** What came of an exploration, and the report that a reader of the test's output needs. */
export interface Judged {
  readonly report: ExploreReport;
  readonly text: string;
}

/**
 * Explores what was given to `expect`.
 *
 * @throws SubjectError where that is no function, and whatever `explore` throws.
 */
export async function judge(received: unknown, options: ExploreOptions): Promise<Judged> {
  if (typeof received !== 'function') {
    throw new SubjectError(
      'expect takes a function that makes the system: expect(() => ({ machine, input }))',
    );
  }
  const factory = received as SubjectFactory;
  const report = await explore(factory, options);
  const explanation = await explainReport(factory, report, options);
  return { report, text: textOf(reportLines(report, explanation)) };
}
