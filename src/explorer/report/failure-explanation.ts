import type { Address } from '../../bus/address.js';
import type { ExploreOptions } from '../explore-options.js';
import type { ExploreReport } from '../explore.js';
import type { FailingSchedule } from '../failing-schedule.js';
import { openTaskName } from '../open-task-name.js';
import { scheduleOptionsOf } from '../schedule-options.js';
import type { SubjectFactory } from '../subject.js';
import { type DecisiveExchange, findDecisiveExchange } from './decisive-exchange.js';
import type { LivingActor } from './living-actor.js';
import { type RecordedStep, recordSchedule, type ScheduleRecord } from './schedule-record.js';
import { thrownByProperty } from './thrown-by-property.js';

/** A failing schedule, with all that helps to see why it fails. */
export interface FailureExplanation {
  /** The name of the property. */
  readonly property: string;
  /** How it was broken, in one sentence. */
  readonly message: string;
  /** The topmost lines of the stack, where the property threw in place of answering; empty else. */
  readonly stack: readonly string[];
  /** Where it happened; `undefined` where that is no actor in particular. */
  readonly place: FailurePlace | undefined;
  /** Which schedule of the exploration failed first, from 1. */
  readonly schedule: number;
  /** How many decisions that one had. */
  readonly foundWith: number;
  /** Whether it is known that no schedule with fewer decisions fails so. */
  readonly isShortest: boolean;
  /** Whether anything shorter was looked for. */
  readonly isShrunk: boolean;
  readonly steps: readonly RecordedStep[];
  /** Two decisions which, the other way round, would not have led there; `undefined` where none were found. */
  readonly exchange: DecisiveExchange | undefined;
  /** Who was left, where the run failed because it came to its end as it did. */
  readonly living: readonly LivingActor[] | undefined;
  /** What might have sent something when the run had come to its end, as {@link openTaskName} has it. */
  readonly openTasks: readonly string[];
  /** Whether the schedule failed in the same way when it was run again. */
  readonly isRepeatable: boolean;
  /** The line for `replay`. */
  readonly replay: string;
}

/** The actor in which something went wrong. */
export interface FailurePlace {
  readonly address: Address;
  /** The states that it was in. */
  readonly state: string;
  /** The number of the decision that it was given then; `undefined` when the run had come to its end. */
  readonly decision: number | undefined;
}

/**
 * Says why an exploration failed, by running its simplest failing schedule again, and others like it; `undefined`
 * where it did not fail.
 *
 * @param options - those of the exploration
 */
export async function explainReport(
  factory: SubjectFactory,
  { failure, minimal }: ExploreReport,
  options: ExploreOptions = {},
): Promise<FailureExplanation | undefined> {
  if (failure === undefined) {
    return undefined;
  }
  const failing = minimal ?? failure;
  const scheduleOptions = scheduleOptionsOf(options);
  const record = await recordSchedule(factory, failing.decisions, scheduleOptions);
  const { steps, living } = record;
  const { property, message, replay } = failing;
  const isRepeatable = record.result.failure?.property === property;
  return {
    property,
    message,
    stack: thrownByProperty(failing),
    place: placeOf(failing, record),
    schedule: failure.schedule,
    foundWith: failure.decisions.length,
    isShortest: minimal?.isShortest ?? false,
    isShrunk: minimal !== undefined,
    steps,
    exchange: isRepeatable ? await findDecisiveExchange(factory, record, scheduleOptions) : undefined,
    living,
    openTasks: record.result.openTasks.map(openTaskName),
    isRepeatable,
    replay,
  };
}

function placeOf({ address }: FailingSchedule, { steps, living }: ScheduleRecord): FailurePlace | undefined {
  if (living !== undefined) {
    const actor = living.find((known) => known.address === address);
    return actor === undefined
      ? undefined
      : { address: actor.address, state: actor.state, decision: undefined };
  }
  const step = originOf(steps);
  return step === undefined
    ? undefined
    : { address: step.to, state: step.before?.state ?? '', decision: step.index };
}

/** The last step, or where that took in the error of a child, the step in which it was thrown. */
function originOf(steps: readonly RecordedStep[]): RecordedStep | undefined {
  let step = steps.at(-1);
  while (step?.event.type.startsWith('xstate.error.actor.') === true) {
    const thrower: RecordedStep | undefined = steps[step.cause - 1];
    if (thrower === undefined || thrower.to !== step.from) {
      return step;
    }
    step = thrower;
  }
  return step;
}
