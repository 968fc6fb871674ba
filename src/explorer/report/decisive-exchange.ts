import { runSchedule, type ScheduleOptions } from '../schedule-run.js';
import type { SubjectFactory } from '../subject.js';
import { followingPicker } from './following-picker.js';
import type { RecordedStep, ScheduleRecord } from './schedule-record.js';

/** Two decisions whose order matters: had `later` come before `earlier`, every property would have held. */
export interface DecisiveExchange {
  readonly earlier: RecordedStep;
  /** Where this was still waiting when the run ended, its number is beyond those of the steps. */
  readonly later: RecordedStep;
}

/**
 * Finds two decisions of a failing schedule such that the run holds where the second comes before the first, by
 * running it so; everything behind them keeps its order as far as it can.
 *
 * Decisions that meet at one receiver are tried before others, the nearest to each other first, then the last.
 */
export async function findDecisiveExchange(
  factory: SubjectFactory,
  { steps, pending }: Pick<ScheduleRecord, 'steps' | 'pending'>,
  options: ScheduleOptions,
): Promise<DecisiveExchange | undefined> {
  const patient = { ...options, steps: Math.min(options.steps, 4 * steps.length + SPARE_STEPS) };
  let effort = MOST_DECISIONS;
  for (const { earlier, later } of candidates(steps, pending).slice(0, MOST_TRIALS)) {
    if (effort <= 0) {
      return undefined;
    }
    const { decisions, strict } = exchanged(steps, earlier, later);
    const result = await runSchedule(factory, followingPicker(decisions, strict), patient);
    const { end, failure } = result;
    effort -= result.decisions.length;
    if (failure === undefined && (end === 'finished' || end === 'at-rest')) {
      return { earlier, later };
    }
  }
  return undefined;
}

/** How many exchanges are tried at the most: the report is to come at once. */
const MOST_TRIALS = 300;
/** How many decisions those may take together, about two seconds' worth. */
const MOST_DECISIONS = 60_000;
/** How far a decision is brought forward, and how far before the failure: what lies farther off explains little. */
const FARTHEST = 60;
const LATEST = 200;
/** How many decisions a run may take beyond four times those of the schedule, before nobody knows whether it holds. */
const SPARE_STEPS = 200;

function candidates(steps: readonly RecordedStep[], pending: readonly RecordedStep[]): DecisiveExchange[] {
  const pairs = [...steps.slice(-LATEST), ...pending].flatMap((later) => {
    const place = Math.min(later.index - 1, steps.length);
    const others = steps.slice(Math.max(0, place - FARTHEST), place);
    return others
      .filter((earlier) => !isAlike(earlier, later) && !leadsTo(steps, earlier, later))
      .map((earlier) => ({ earlier, later }));
  });
  const rank = ({ earlier, later }: DecisiveExchange): number => (earlier.to === later.to ? 0 : 1);
  const distance = ({ earlier, later }: DecisiveExchange): number =>
    Math.min(later.index, steps.length + 1) - earlier.index;
  return pairs.sort(
    (a, b) => rank(a) - rank(b) || distance(a) - distance(b) || b.later.index - a.later.index,
  );
}

/**
 * Whether nobody could say of two decisions that one came before the other: those of one lane keep their order, a fault
 * is about the mail of its lane, and of two lives of an actor the decisions have the same names.
 */
function isAlike(earlier: RecordedStep, later: RecordedStep): boolean {
  const { kind, event } = earlier;
  const isOneWay = earlier.from === later.from && earlier.to === later.to;
  const isFaultOfMail = [kind, later.kind].some((one) => one === 'drop' || one === 'duplicate');
  const hasOneName = kind === later.kind && event.type === later.event.type;
  return earlier.lane === later.lane || (isOneWay && (isFaultOfMail || hasOneName));
}

/** Whether a decision was made possible, directly or not, by an earlier one. */
function leadsTo(steps: readonly RecordedStep[], earlier: RecordedStep, later: RecordedStep): boolean {
  return ancestorsOf(steps, later, earlier.index).has(earlier.index);
}

/** The numbers, from `first` on, of the decisions without which one is not possible. */
function ancestorsOf(steps: readonly RecordedStep[], step: RecordedStep, first: number): Set<number> {
  const found = new Set<number>();
  const pending = [step];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const { cause, lane, index } = current;
    const inLane = steps.slice(first - 1, index - 1).filter((other) => other.lane === lane);
    for (const needed of [steps[cause - 1], inLane.at(-1)]) {
      if (needed !== undefined && needed.index >= first && !found.has(needed.index)) {
        found.add(needed.index);
        pending.push(needed);
      }
    }
  }
  return found;
}

/** The schedule with `later`, and what it needs, before `earlier`; the first `strict` decisions are to be just so. */
function exchanged(
  steps: readonly RecordedStep[],
  earlier: RecordedStep,
  later: RecordedStep,
): { decisions: string[]; strict: number } {
  const needed = ancestorsOf(steps, later, earlier.index);
  const before = steps.slice(0, earlier.index - 1);
  const between = steps.slice(earlier.index - 1);
  const first = [...before, ...between.filter(({ index }) => needed.has(index)), later];
  const rest = between.filter((step) => step !== later && !needed.has(step.index));
  return { decisions: [...first, ...rest].map(({ name }) => name), strict: first.length };
}
