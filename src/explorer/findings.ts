import type { Address } from '../bus/address.js';
import { AddressCollector } from './address-collector.js';
import { type Asked, AskedAddresses } from './asked-addresses.js';
import { type SampledSchedule, ScheduleSample } from './audit/schedule-sample.js';
import { type Coverage, mergeCoverage } from './coverage/coverage.js';
import { CoverageCollector } from './coverage/coverage-collector.js';
import type { ExploreOptions } from './explore-options.js';
import { type FailingSchedule, failingScheduleOf } from './failing-schedule.js';
import { type FaultPlans, unseenActors } from './faults.js';
import type { RunObserver } from './run-observer.js';
import type { ScheduleResult } from './schedule-run.js';
import { openTaskName } from './open-task-name.js';
import { type ScheduleCounts, StatisticsCollector } from './statistics.js';
import { type UnfinishedSchedule, unfinishedOf } from './unfinished-schedule.js';

/** What was found in some of the schedules of an exploration, as plain data that another thread can send. */
export interface FoundPart {
  readonly counts: ScheduleCounts;
  readonly failing: SampledSchedule | undefined;
  readonly unfinished: UnfinishedSchedule | undefined;
  readonly coverage: Coverage | undefined;
  readonly sample: readonly SampledSchedule[];
  /** The addresses that were seen, where somebody asks for them. */
  readonly addresses: readonly Address[];
  /** What might have sent more when a schedule had ended, as {@link openTaskName} has it. */
  readonly openTasks: readonly string[];
  readonly asked: Asked;
}

/** Gathers what the schedules of an exploration show, in their order. */
export class Findings {
  readonly statistics = new StatisticsCollector();
  /** What the invariants asked for. */
  readonly asked = new AskedAddresses();
  /** The first schedule that broke a property. */
  failure: FailingSchedule | undefined;
  /** The first schedule that did not come to its end. */
  unfinished: UnfinishedSchedule | undefined;
  readonly #collector: CoverageCollector | undefined;
  readonly #addresses = new AddressCollector();
  readonly #openTasks = new Set<string>();
  readonly #faults: FaultPlans | undefined;
  readonly #sample: ScheduleSample;
  readonly #before: number;
  /** What was counted elsewhere. */
  #parts: readonly Coverage[] = [];

  /** @param before - how many schedules of the exploration come before the first that is added */
  constructor(options: Pick<ExploreOptions, 'coverage' | 'audit' | 'faults'>, seed: number, before = 0) {
    this.#collector = options.coverage === true ? new CoverageCollector() : undefined;
    this.#faults = options.faults;
    this.#sample = new ScheduleSample(seed, options.audit ?? 0);
    this.#before = before;
  }

  /** What is to look on while schedules are run that are added then. */
  get observer(): RunObserver | undefined {
    const [collector, addresses] = [this.#collector, this.#addresses];
    if (this.#faults === undefined) {
      return collector;
    }
    return collector === undefined
      ? addresses
      : {
          inspect: (event) => collector.inspect(event),
          begin: () => collector.begin(),
          step: (step) => {
            collector.step(step);
            addresses.step(step);
          },
        };
  }

  /** What came about in all schedules, if that is counted. */
  get coverage(): Coverage | undefined {
    const counted = this.#collector?.read();
    return counted === undefined ? undefined : mergeCoverage(counted, ...this.#parts);
  }

  /** What there is to know of the options and the system, now that the schedules were run. */
  get warnings(): string[] {
    return [
      ...unseenActors(this.#faults ?? {}, this.#addresses.seen),
      ...[...this.#openTasks].map(
        (name) => `${name}, may still have sent something when a schedule had ended: nothing waits for it`,
      ),
      // A schedule that fails ends before some actors come.
      ...(this.failure === undefined ? this.asked.warnings : []),
    ];
  }

  /** The schedules to be audited. */
  get sample(): SampledSchedule[] {
    return this.#sample.read();
  }

  add(result: ScheduleResult): void {
    this.statistics.add(result);
    const schedule = this.#before + this.statistics.schedules;
    if (result.end !== 'cut') {
      this.#sample.add({ schedule, decisions: result.decisions });
    }
    result.openTasks.forEach((task) => this.#openTasks.add(openTaskName(task)));
    this.failure ??= failingScheduleOf(result, schedule);
    this.unfinished ??= unfinishedOf(result, schedule);
  }

  /** Adds what was found in the schedules that come next, but for the failure, which does not travel as data. */
  addPart({ counts, unfinished, coverage, sample, addresses, openTasks, asked }: FoundPart): void {
    this.statistics.addCounts(counts);
    this.unfinished ??= unfinished;
    if (coverage !== undefined) {
      this.#parts = [mergeCoverage(...this.#parts, coverage)];
    }
    sample.forEach((sampled) => this.#sample.add(sampled));
    addresses.forEach((address) => this.#addresses.seen.add(address));
    openTasks.forEach((name) => this.#openTasks.add(name));
    this.asked.add(asked);
  }

  /** All of it, as plain data. */
  part(): FoundPart {
    const { statistics, failure, unfinished, coverage, sample } = this;
    const failing = failure && { schedule: failure.schedule, decisions: failure.decisions };
    const addresses = [...this.#addresses.seen];
    const openTasks = [...this.#openTasks];
    const asked = this.asked.read();
    return {
      counts: statistics.counts(),
      failing,
      unfinished,
      coverage,
      sample,
      addresses,
      openTasks,
      asked,
    };
  }
}
