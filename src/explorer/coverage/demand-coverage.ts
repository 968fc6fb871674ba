import { ExploreOptionError } from '../explorer-errors.js';
import { checkNames, checkTexts, shown } from '../option-checks.js';
import { checkCoverage, type Coverage } from './coverage.js';
import { type CoverageMeasure, type Share, shareOf } from './coverage-gaps.js';

/** How much of each machine is to come about, as fractions from 0 to 1; what is left out is not asked for. */
export interface CoverageDemand {
  readonly states?: number;
  readonly transitions?: number;
  /** Of the pairs of event types that one actor got, those that it got in both orders. */
  readonly orders?: number;
  /** The machines that are looked at; all of them unless given. */
  readonly machines?: readonly string[];
}

/** One machine falls short of one demand. */
export interface CoverageGap {
  readonly machine: string;
  readonly measure: CoverageMeasure;
  /** The fraction that was demanded. */
  readonly demanded: number;
  /** What came about; `undefined` when no such machine was seen. */
  readonly share: Share | undefined;
}

/** An exploration covers less than a test demands; the message names what is missing. */
export class CoverageError extends Error {
  readonly code = 'ERR_COVERAGE';

  /** A line for each gap. */
  readonly lines: readonly string[];

  constructor(readonly gaps: readonly CoverageGap[]) {
    const lines = gaps.map((gap) => `  ${lineOf(gap)}`);
    super(`the exploration covers less than is demanded\n${lines.join('\n')}`);
    this.name = 'CoverageError';
    this.lines = lines;
  }
}

/**
 * Throws unless an exploration covers as much as is demanded, of each machine by itself. Of what a machine has
 * none, all counts as covered.
 *
 * @throws CoverageError where it covers less; ExploreOptionError where nothing is demanded, a fraction is not from 0
 * to 1, or the exploration counted nothing
 *
 * @example
 * ```ts
 * const { coverage } = await explore(createMySystem, { coverage: true });
 * demandCoverage(coverage, { states: 1, transitions: 0.9 });
 * ```
 */
export function demandCoverage(coverage: Coverage | undefined, demand: CoverageDemand): void {
  if (coverage === undefined) {
    throw new ExploreOptionError('coverage', 'was not counted; explore with coverage: true');
  }
  checkCoverage('coverage', coverage);
  checkCoverageDemand(demand);
  const machines = demand.machines ?? Object.keys(coverage.machines);
  const gaps = machines.flatMap((machine) =>
    MEASURES.flatMap((measure): CoverageGap[] => {
      const demanded = demand[measure];
      if (demanded === undefined) {
        return [];
      }
      const share = shareOf(coverage, machine, measure);
      const isEnough = share !== undefined && share.covered >= demanded * share.total;
      return isEnough ? [] : [{ machine, measure, demanded, share }];
    }),
  );
  if (gaps.length > 0) {
    throw new CoverageError(gaps);
  }
}

/** Throws an {@link ExploreOptionError} unless something is demanded, and only what there is. */
export function checkCoverageDemand(demand: CoverageDemand): void {
  checkNames('demand', demand, [...MEASURES, 'machines']);
  for (const measure of MEASURES) {
    const demanded: unknown = demand[measure];
    if (demanded !== undefined && !(typeof demanded === 'number' && demanded >= 0 && demanded <= 1)) {
      throw new ExploreOptionError(measure, `takes a fraction from 0 to 1; got ${shown(demanded)}`);
    }
  }
  if (MEASURES.every((measure) => demand[measure] === undefined)) {
    throw new ExploreOptionError('demand', `asks for nothing; give one of ${MEASURES.join(', ')}`);
  }
  if (demand.machines !== undefined) {
    checkTexts('machines', demand.machines, 'the ids of machines');
    if (demand.machines.length === 0) {
      throw new ExploreOptionError('machines', 'is empty; leave it out for all of them');
    }
  }
}

const MEASURES: readonly CoverageMeasure[] = ['states', 'transitions', 'orders'];

function lineOf({ machine, measure, demanded, share }: CoverageGap): string {
  if (share === undefined) {
    return `${machine}: no such machine was seen`;
  }
  const { covered, total, missing } = share;
  return `${machine}: ${measure} ${covered} of ${total}, demanded ${Math.ceil(demanded * total)}; missing: ${missing.join('; ')}`;
}
