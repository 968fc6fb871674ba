import { type Stats, statSync, writeFileSync } from 'node:fs';
import type { ExploreReport } from '../explorer/explore.js';
import { objectionTo } from '../explorer/objection.js';
import { exploreAndTell } from '../explorer/report/explored-text.js';
import { reportData } from '../explorer/report/report-data.js';
import { reportLines } from '../explorer/report/report-text.js';
import { schedulesASecond } from '../explorer/statistics.js';
import { checkOutputFiles } from './check-output-files.js';
import { coloured } from './coloured.js';
import { coloursFor } from './colours.js';
import { CommandError, usageError } from './command-error.js';
import { createExploreProgress } from './explore-progress.js';
import { exploreTarget, type TargetOptions } from './explore-target.js';
import { fileProblem } from './file-problem.js';
import type { Host } from './host.js';
import { note } from './note.js';
import { type ExplorationOptions, readExploreOptions } from './read-explore-options.js';
import { named } from './records.js';

/** Where failures go unless told otherwise. */
export const DEFAULT_FAILURES = 'short-order-failures';

/** The options of `explore`, as they were typed. */
export interface ExploreCommandOptions extends ExplorationOptions, TargetOptions {
  /** A folder; `false` for `--no-failures`. */
  readonly failures: string | false;
  readonly json?: true;
}

/** `short-order explore`: runs a system under many schedules, and explains the first that breaks it. */
export async function exploreCommand(
  host: Host,
  text: string,
  options: ExploreCommandOptions,
): Promise<void> {
  const chosen = readExploreOptions(options);
  const { failures, coverageFile, json = false } = options;
  checkOutputFiles(named('--coverage-file', coverageFile), []);
  if (failures !== false && statIfAny(failures)?.isDirectory() === false) {
    throw usageError(`--failures ${failures}: is no folder; name one, or use --no-failures`);
  }
  const { factory, name, usual } = await exploreTarget(text, options);
  const progress = host.stderr.isTerminal ? createExploreProgress() : undefined;
  const { report, explanation, saved } = await exploreAndTell(factory, {
    ...usual,
    ...chosen,
    ...(progress === undefined ? {} : { onProgress: (news) => progress.show(news) }),
    ...(failures === false ? {} : { failuresIn: failures }),
    ...(name === undefined ? {} : { failureName: name }),
  }).finally(() => progress?.end());
  if (coverageFile !== undefined) {
    writeCoverage(coverageFile, report);
  }
  if (json) {
    host.stdout.say(JSON.stringify(reportData(report, explanation, saved)));
  } else {
    const colours = coloursFor(host, host.stdout);
    const { columns } = host.stdout;
    const width = columns === undefined ? {} : { width: Math.min(Math.max(columns, NARROWEST), WIDEST) };
    for (const line of reportLines(report, explanation, { saved, ...width })) {
      host.stdout.say(coloured(line, colours));
    }
    note(host, rateOf(report));
  }
  const objection = objectionTo(report);
  if (objection !== undefined) {
    throw new CommandError('ERR_NOT_HELD', objection);
  }
}

/** Between these a report follows the terminal. */
const NARROWEST = 72;
const WIDEST = 120;

function writeCoverage(path: string, { coverage }: ExploreReport): void {
  try {
    writeFileSync(path, `${JSON.stringify(coverage)}\n`);
  } catch (error) {
    throw new CommandError('ERR_OUTPUT', `${path}: ${fileProblem(error, 'written')}`);
  }
}

function statIfAny(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** How fast it was; this differs from time to time, so it is no part of the report. */
function rateOf({ statistics }: ExploreReport): string {
  return `${(statistics.elapsed / 1000).toFixed(2)} s, ${schedulesASecond(statistics)} schedules a second`;
}
