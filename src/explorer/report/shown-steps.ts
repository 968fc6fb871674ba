import type { DecisionKind } from '../../system/decision.js';
import type { DecisiveExchange } from './decisive-exchange.js';
import type { RecordedStep } from './schedule-record.js';

/** How much of a long schedule there is room for. */
export interface Room {
  /** So many steps are shown whole. */
  readonly most: number;
  /** Of more, so many at the begin and at the end. */
  readonly first: number;
  readonly last: number;
}

/** How many steps before and behind one that matters are shown with it. */
const AROUND_MARKED = 2;
/** How many faults are shown, the last of them. */
const MOST_FAULTS = 5;

/**
 * The steps of a schedule that there is room to show: its begin and its end, the decisions whose order matters with
 * those next to them, and the faults.
 */
export function shownSteps(
  steps: readonly RecordedStep[],
  exchange: DecisiveExchange | undefined,
  { most, first, last }: Room,
): RecordedStep[] {
  if (steps.length <= most) {
    return [...steps];
  }
  const marked = exchange === undefined ? [] : [exchange.earlier.index, exchange.later.index];
  const faults = steps.filter(({ kind }) => FAULTS.has(kind)).slice(-MOST_FAULTS);
  return steps.filter(
    (step) =>
      step.index <= first ||
      step.index > steps.length - last ||
      marked.some((index) => Math.abs(index - step.index) <= AROUND_MARKED) ||
      faults.includes(step),
  );
}

/** How many steps were left out, as reports say it. */
export function leftOutText(steps: number): string {
  return `… ${steps === 1 ? '1 decision' : `${steps} decisions`} …`;
}

const FAULTS: ReadonlySet<DecisionKind> = new Set<DecisionKind>(['drop', 'duplicate', 'crash', 'restart']);
