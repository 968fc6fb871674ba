import type { ExploreOptions } from '../explore-options.js';
import type { FoundPart } from '../findings.js';
import type { Sampler } from '../strategy.js';
import type { ModuleFactory, SharedProperties } from './module-factory.js';

/** What a thread that runs blocks is given at its start. */
export interface BlockThreadData {
  readonly from: ModuleFactory['from'];
  readonly sampler: Sampler;
  readonly options: PlainOptions;
  /** Which of the module's properties are asked for. */
  readonly shared: readonly (keyof SharedProperties)[];
}

/** The options of an exploration that are plain data. */
export type PlainOptions = Omit<ExploreOptions, 'strategy' | 'onProgress' | keyof SharedProperties> & {
  readonly schedules: number;
};

export interface BlockRequest {
  readonly block: number;
}

/** What came of a block, or the message of what was thrown. */
export type BlockAnswer =
  | { readonly block: number; readonly part: FoundPart }
  | { readonly block: number; readonly problem: string };
