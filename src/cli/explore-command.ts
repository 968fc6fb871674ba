import { writeFileSync } from 'node:fs';
import { explore, type ExploreReport } from '../explorer/explore.js';
import type { ExploreOptions } from '../explorer/explore-options.js';
import { explainReport, type FailureExplanation } from '../explorer/report/failure-explanation.js';
import { reportData } from '../explorer/report/report-data.js';
import type { ReportLine } from '../explorer/report/report-line.js';
import { reportLines } from '../explorer/report/report-text.js';
import { sequenceDiagram } from '../explorer/report/sequence-diagram.js';
import { replay } from '../explorer/strategies/replay.js';
import { checkOutputFiles } from './check-output-files.js';
import { type Colours, coloursFor } from './colours.js';
import { CommandError, usageError } from './command-error.js';
import { exploreTarget } from './explore-target.js';
import { fileProblem } from './file-problem.js';
import type { Host } from './host.js';
import { nearest } from './nearest.js';
import { note } from './note.js';
import { readNumber } from './read-number.js';
import { readStrategy } from './read-strategy.js';
import { named } from './records.js';

/** The options of `explore`, as they were typed. */
export interface ExploreCommandOptions {
  readonly strategy?: string;
  readonly schedules?: string;
  readonly seed?: string;
  readonly steps?: string;
  readonly timers: string;
  readonly mustFinish?: true;
  readonly replay?: string;
  readonly diagram?: string;
  readonly json?: true;
}

/** `short-order explore`: runs a system under many schedules, and explains the first that breaks it. */
export async function exploreCommand(
  host: Host,
  target: string,
  options: ExploreCommandOptions,
): Promise<void> {
  const chosen = readOptions(options);
  const { diagram, json = false } = options;
  checkOutputFiles(named('--diagram', diagram), []);
  const { factory, properties } = await exploreTarget(target);
  const exploreOptions: ExploreOptions = { ...properties, ...chosen };
  const report = await explore(factory, exploreOptions);
  const explanation = await explainReport(factory, report, exploreOptions);
  if (explanation !== undefined && diagram !== undefined) {
    writeDiagram(diagram, explanation);
  }
  if (json) {
    host.stdout.say(JSON.stringify(reportData(report, explanation)));
  } else {
    const colours = coloursFor(host, host.stdout);
    for (const line of reportLines(report, explanation, explanation === undefined ? undefined : diagram)) {
      host.stdout.say(coloured(line, colours));
    }
    note(host, rateOf(report));
  }
  if (report.verdict === 'failed' || report.verdict === 'inconclusive') {
    throw new CommandError('ERR_NOT_HELD', report.verdict);
  }
}

/** The portfolio's budget: enough for it to explore the scenario `lock` completely. */
const PORTFOLIO_SCHEDULES = '2000';

function readOptions(options: ExploreCommandOptions): ExploreOptions {
  const { strategy, seed, steps, timers, mustFinish } = options;
  const isPortfolio = strategy === undefined && options.replay === undefined;
  const schedules = options.schedules ?? (isPortfolio ? PORTFOLIO_SCHEDULES : undefined);
  if (strategy !== undefined && options.replay !== undefined) {
    throw usageError('--strategy and --replay exclude each other: a replay is one schedule');
  }
  return {
    ...(strategy === undefined ? {} : { strategy: readStrategy(strategy) }),
    ...(options.replay === undefined ? {} : { strategy: replay(options.replay) }),
    ...(schedules === undefined ? {} : { schedules: readCount('--schedules', schedules) }),
    ...(seed === undefined ? {} : { seed: readSeed(seed) }),
    ...(steps === undefined ? {} : { steps: readCount('--steps', steps) }),
    timers: readTimers(timers),
    ...(mustFinish === true ? { mustFinish } : {}),
  };
}

const readCount = (option: string, text: string) =>
  readNumber(option, text, { least: 1, most: 1_000_000_000, isWhole: true, unit: '' });

const readSeed = (text: string) =>
  readNumber('--seed', text, { least: 0, most: Number.MAX_SAFE_INTEGER, isWhole: true, unit: '' });

function readTimers(text: string): 'in-turn' | 'late' {
  if (text === 'in-turn' || text === 'late') {
    return text;
  }
  const hint = nearest(text, ['in-turn', 'late']);
  throw usageError(`--timers takes in-turn or late; got ${JSON.stringify(text)} (${hint})`);
}

function writeDiagram(path: string, explanation: FailureExplanation): void {
  try {
    writeFileSync(path, sequenceDiagram(explanation));
  } catch (error) {
    throw new CommandError('ERR_OUTPUT', `${path}: ${fileProblem(error, 'written')}`);
  }
}

function coloured({ text, tone }: ReportLine, { bold, dim, green, red, yellow }: Colours): string {
  switch (tone) {
    case 'good':
      return bold(green(text));
    case 'bad':
      return bold(red(text));
    case 'marked':
      return yellow(text);
    case 'quiet':
      return dim(text);
    case 'plain':
      return text;
  }
}

/** How fast it was; this differs from time to time, so it is no part of the report. */
function rateOf({ statistics }: ExploreReport): string {
  const { schedules, cut, elapsed } = statistics;
  const rate = elapsed > 0 ? Math.round((1000 * (schedules + cut)) / elapsed) : 0;
  return `${(elapsed / 1000).toFixed(2)} s, ${rate} schedules a second`;
}
