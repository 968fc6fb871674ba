import { digestOf } from './digest.js';
import type { ScheduleResult } from './schedule-run.js';

/** What an exploration did, in numbers. */
export interface Statistics {
  /** The schedules that were run to their end: until rest, a violation, or the step limit. */
  readonly schedules: number;
  /** How many of those were different from all before. */
  readonly distinct: number;
  /** How many of them broke a property. */
  readonly failing: number;
  /** The runs that were cut short because what would come of them had been seen. */
  readonly cut: number;
  /** How many decisions the schedules took; all 0 where none was run. */
  readonly steps: { readonly least: number; readonly mean: number; readonly most: number };
  /** Whether every schedule that matters was run, or every state seen. */
  readonly isComplete: boolean;
  /** The most choices that any decision had. */
  readonly widest: number;
  /** How many distinct states were seen, where the strategy tells states apart. */
  readonly states: number | undefined;
  /** Milliseconds of the host's time. */
  readonly elapsed: number;
  /** What to know of these numbers before trusting them, in sentences. */
  readonly warnings: readonly string[];
}

/** How many schedules were run in a second, those included that were cut short; 0 where nobody knows. */
export function schedulesASecond({ schedules, cut, elapsed }: Statistics): number {
  return elapsed > 0 ? Math.round((1000 * (schedules + cut)) / elapsed) : 0;
}

/** What a {@link StatisticsCollector} has counted, as plain data. */
export interface ScheduleCounts {
  readonly schedules: number;
  readonly cut: number;
  readonly failing: number;
  readonly steps: { readonly least: number; readonly sum: number; readonly most: number };
  readonly widest: number;
  /** A digest of each schedule that was different from all before. */
  readonly digests: readonly string[];
}

/** Counts schedules as they are run. */
export class StatisticsCollector {
  schedules = 0;
  cut = 0;
  #failing = 0;
  #steps = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = 0;
  #widest = 0;
  readonly #seen = new Set<string>();

  add({ decisions, choices, end, failure }: ScheduleResult): void {
    for (const count of choices) {
      this.#widest = Math.max(this.#widest, count);
    }
    if (end === 'cut') {
      this.cut++;
      return;
    }
    this.schedules++;
    this.#failing += failure === undefined ? 0 : 1;
    this.#steps += decisions.length;
    this.#least = Math.min(this.#least, decisions.length);
    this.#most = Math.max(this.#most, decisions.length);
    // A digest: the names of a hundred thousand schedules would fill the memory.
    this.#seen.add(digestOf(decisions.join('\n')));
  }

  /** Adds what another collector has counted. */
  addCounts({ schedules, cut, failing, steps, widest, digests }: ScheduleCounts): void {
    this.schedules += schedules;
    this.cut += cut;
    this.#failing += failing;
    this.#steps += steps.sum;
    this.#least = Math.min(this.#least, steps.least);
    this.#most = Math.max(this.#most, steps.most);
    this.#widest = Math.max(this.#widest, widest);
    digests.forEach((digest) => this.#seen.add(digest));
  }

  counts(): ScheduleCounts {
    return {
      schedules: this.schedules,
      cut: this.cut,
      failing: this.#failing,
      steps: { least: this.#least, sum: this.#steps, most: this.#most },
      widest: this.#widest,
      digests: [...this.#seen],
    };
  }

  /** The runs of either kind. */
  get runs(): number {
    return this.schedules + this.cut;
  }

  /** The decisions of all schedules that were run to their end. */
  get decisions(): number {
    return this.#steps;
  }

  read({
    warnings,
    ...rest
  }: Pick<Statistics, 'isComplete' | 'states' | 'elapsed' | 'warnings'>): Statistics {
    const { schedules } = this;
    const hadChoice = this.#widest > 1;
    const some = schedules > 0;
    return {
      schedules,
      distinct: this.#seen.size,
      failing: this.#failing,
      cut: this.cut,
      steps: {
        least: some ? this.#least : 0,
        mean: some ? this.#steps / schedules : 0,
        most: this.#most,
      },
      widest: this.#widest,
      ...rest,
      warnings: [
        ...(hadChoice ? [] : ['no schedule had a choice: nothing ran concurrently here']),
        ...warnings,
      ],
    };
  }
}
