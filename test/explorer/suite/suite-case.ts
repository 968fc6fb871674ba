import type { ExploreOptions } from '../../../src/explorer/explore-options.js';
import type { SubjectFactory } from '../../../src/explorer/subject.js';

/** A small system with a bug that only some schedules show, and the same system without it. */
export interface SuiteCase {
  readonly name: string;
  readonly buggy: SubjectFactory;
  readonly correct: SubjectFactory;
  /** How many decisions the shortest failing schedule has, as an exhaustive search proves in a test. */
  readonly shortest: number;
  /** What is to hold of both, and under which timers. */
  readonly options: ExploreOptions;
}
