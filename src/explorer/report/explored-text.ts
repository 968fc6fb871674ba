import { explore, type ExploreReport } from '../explore.js';
import type { ExploreOptions } from '../explore-options.js';
import type { SubjectFactory } from '../subject.js';
import { explainReport } from './failure-explanation.js';
import { reportLines, textOf } from './report-text.js';

/** What an exploration found, as data and as a text for people. */
export interface ExploredText {
  readonly report: ExploreReport;
  readonly text: string;
}

/** Explores a system, and explains its failure if it has one. */
export async function exploreAndTell(
  factory: SubjectFactory,
  options: ExploreOptions,
): Promise<ExploredText> {
  const report = await explore(factory, options);
  const explanation = await explainReport(factory, report, options);
  return { report, text: textOf(reportLines(report, explanation)) };
}
