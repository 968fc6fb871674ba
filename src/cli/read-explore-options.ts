import type { ExploreOptions } from '../explorer/explore-options.js';
import { replay } from '../explorer/strategies/replay.js';
import { usageError } from './command-error.js';
import { type FaultOptions, readFaults } from './read-faults.js';
import { type MachinesOptions, readMachines } from './read-machines.js';
import { readNumber } from './read-number.js';
import { readSeed } from './read-settings.js';
import { readStrategy } from './read-strategy.js';
import { readTimers } from './read-timers.js';

/** The options that say how to explore and what is to hold, as they were typed. */
export interface ExplorationOptions extends FaultOptions, MachinesOptions {
  readonly strategy?: string;
  readonly schedules?: string;
  readonly decisions?: string;
  readonly steps?: string;
  readonly seed?: string;
  readonly threads?: string;
  readonly timers: string;
  readonly mustFinish?: true;
  /** `--no-unhandled-events` and its like: `false` where they were typed. */
  readonly unhandledEvents: boolean;
  readonly errors: boolean;
  readonly deadLetters: boolean;
  readonly replay?: string;
  readonly coverage?: true;
  readonly coverageFile?: string;
  readonly audit?: string;
}

/**
 * What is run where no budget is given: enough for the portfolio to explore the scenario `lock` completely, and about
 * a quarter of a minute of a system as large as `lunch-rush`.
 */
const USUAL = { schedules: 2000, decisions: 500_000 };

/** The options of an exploration that were asked for; throws a usage error where one is wrong. */
export function readExploreOptions(options: ExplorationOptions): ExploreOptions {
  const { strategy, steps, seed, threads, audit } = options;
  const { mustFinish, unhandledEvents, errors, deadLetters } = options;
  const faults = readFaults(options);
  return {
    ...readBudget(options),
    ...(strategy === undefined ? {} : { strategy: readStrategy(strategy) }),
    ...(options.replay === undefined ? {} : { strategy: readReplay(options.replay, strategy) }),
    ...(steps === undefined ? {} : { steps: readCount('--steps', steps) }),
    ...(seed === undefined ? {} : { seed: readSeed(seed) }),
    ...(threads === undefined ? {} : { threads: readThreads(threads) }),
    ...(audit === undefined ? {} : { audit: readCount('--audit', audit) }),
    ...(options.coverage === true || options.coverageFile !== undefined ? { coverage: true } : {}),
    ...(Object.keys(faults).length === 0 ? {} : { faults }),
    timers: readTimers(options.timers),
    machines: readMachines(options),
    ...(mustFinish === true ? { mustFinish } : {}),
    ...(unhandledEvents ? {} : { noUnhandledEvents: true }),
    ...(errors ? {} : { noErrors: 'all' }),
    ...(deadLetters ? {} : { noDeadLetters: true }),
  };
}

/** Whoever gives a number of schedules wants so many, however long they are. */
function readBudget({
  strategy,
  replay: line,
  schedules,
  decisions,
}: ExplorationOptions): Pick<ExploreOptions, 'schedules' | 'decisions'> {
  const isPortfolio = strategy === undefined && line === undefined;
  const usualSchedules = isPortfolio ? { schedules: USUAL.schedules } : {};
  const usualDecisions = schedules === undefined ? { decisions: USUAL.decisions } : {};
  return {
    ...(schedules === undefined ? usualSchedules : { schedules: readCount('--schedules', schedules) }),
    ...(decisions === undefined ? usualDecisions : { decisions: readCount('--decisions', decisions) }),
  };
}

/** A line or a path, also where the whole of `replay('…')` was copied. */
function readReplay(text: string, strategy: string | undefined): ReturnType<typeof replay> {
  if (strategy !== undefined) {
    throw usageError('--strategy and --replay exclude each other: a replay is one schedule');
  }
  return replay(/^replay\('(.*)'\)$/.exec(text.trim())?.[1] ?? text);
}

const readCount = (option: string, text: string) =>
  readNumber(option, text, { least: 1, most: 1_000_000_000, isWhole: true, unit: '' });

const readThreads = (text: string) =>
  readNumber('--threads', text, { least: 1, most: 256, isWhole: true, unit: '' });
