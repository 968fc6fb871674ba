import { explore, type ExploreReport } from '../explore.js';
import type { ExploreOptions } from '../explore-options.js';
import type { SubjectFactory } from '../subject.js';
import { explainReport, type FailureExplanation } from './failure-explanation.js';
import { reportLines, textOf } from './report-text.js';
import { saveFailure, type SavedFailure } from './saved-failure.js';

/** How to explore a system, and where to leave what comes of it. */
export interface TellOptions extends ExploreOptions {
  /**
   * The folder to which a failing schedule and its sequence diagram are written; nothing is written unless given.
   */
  readonly failuresIn?: string;
  /** How the files of a failure are called; by the address of the root unless given. */
  readonly failureName?: string;
}

/** What an exploration found, as data and as a text for people. */
export interface ExploredText {
  readonly report: ExploreReport;
  /** Of its failure, if it has one. */
  readonly explanation: FailureExplanation | undefined;
  /** Where that was written, if it was to be. */
  readonly saved: SavedFailure | undefined;
  readonly text: string;
}

/** Explores a system, and explains its failure if it has one. */
export async function exploreAndTell(
  factory: SubjectFactory,
  { failuresIn, failureName, ...options }: TellOptions = {},
): Promise<ExploredText> {
  const report = await explore(factory, options);
  const explanation = await explainReport(factory, report, options);
  const saved =
    explanation === undefined || failuresIn === undefined
      ? undefined
      : saveFailure(explanation, failuresIn, failureName);
  return { report, explanation, saved, text: textOf(reportLines(report, explanation, { saved })) };
}
