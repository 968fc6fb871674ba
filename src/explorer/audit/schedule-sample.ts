import { createRandom } from '../../random/random.js';

/** A schedule to be run again. */
export interface SampledSchedule {
  /** Which schedule of the exploration it was, from 1. */
  readonly schedule: number;
  /** The name of each decision behind the start. */
  readonly decisions: readonly string[];
}

/**
 * A sample of the schedules of an exploration, each as likely as any other, however many there come to be.
 *
 * The seed gives each schedule a lot by its number and the lowest lots are kept, so that the sample is the same in
 * whatever order, and on however many threads, the schedules are run.
 */
export class ScheduleSample {
  readonly #seed: number;
  readonly #size: number;
  #kept: { readonly lot: number; readonly sampled: SampledSchedule }[] = [];

  constructor(seed: number, size: number) {
    this.#seed = seed;
    this.#size = size;
  }

  add(sampled: SampledSchedule): void {
    const lot = createRandom(this.#seed, 'audit', sampled.schedule).fraction();
    this.#kept.push({ lot, sampled });
    if (this.#kept.length > this.#size) {
      const highest = Math.max(...this.#kept.map((kept) => kept.lot));
      this.#kept = this.#kept.filter((kept) => kept.lot < highest);
    }
  }

  /** What was kept, in the order of the exploration. */
  read(): SampledSchedule[] {
    return this.#kept.map(({ sampled }) => sampled).sort((one, other) => one.schedule - other.schedule);
  }
}
