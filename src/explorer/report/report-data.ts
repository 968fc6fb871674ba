import type { ExploreReport } from '../explore.js';
import { eventText } from '../../trace/words/event-text.js';
import { schedulesASecond } from '../statistics.js';
import type { FailureExplanation } from './failure-explanation.js';
import type { SavedFailure } from './saved-failure.js';
import type { RecordedStep } from './schedule-record.js';

/** What an exploration found as plain data, for other programs to read; JSON can write all of it. */
export function reportData(
  report: ExploreReport,
  explanation: FailureExplanation | undefined,
  saved: SavedFailure | undefined,
): object {
  const { verdict, strategy, seed, unfinished, statistics, audit, coverage } = report;
  return {
    verdict,
    strategy,
    seed,
    failure: explanation === undefined ? null : { ...failureData(explanation), saved: saved ?? null },
    unfinished: unfinished === undefined ? null : { reason: unfinished.reason, message: unfinished.message },
    statistics: {
      ...statistics,
      states: statistics.states ?? null,
      schedulesASecond: schedulesASecond(statistics),
    },
    audit: audit === undefined ? null : { ...audit, difference: audit.difference ?? null },
    coverage: coverage ?? null,
  };
}

function failureData(explanation: FailureExplanation): object {
  const { place, exchange, living, steps, ...rest } = explanation;
  return {
    ...rest,
    place: place ?? null,
    exchange:
      exchange === undefined
        ? null
        : { earlier: exchange.earlier.index, later: exchange.later.index, laterName: exchange.later.name },
    living: living ?? null,
    steps: steps.map(stepData),
  };
}

function stepData({ index, name, kind, from, to, event, time, cause, before, after }: RecordedStep): object {
  return {
    index,
    name,
    kind,
    from,
    to,
    event: eventText(event),
    time,
    cause,
    before: before?.state ?? null,
    after: after?.state ?? null,
  };
}
