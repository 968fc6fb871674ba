import { writeReplayLine } from './replay-line.js';
import type { ScheduleResult } from './schedule-run.js';

/** A schedule that breaks a property. */
export interface FailingSchedule {
  /** The name of the property. */
  readonly property: string;
  /** How it was broken, in one sentence. */
  readonly message: string;
  /** The actor that it is about, if it is about one. */
  readonly address: string | undefined;
  /** What was thrown, if something was. */
  readonly error: unknown;
  /** The name of each decision behind the start. */
  readonly decisions: readonly string[];
  /** Which schedule of the exploration it was, from 1. */
  readonly schedule: number;
  /** The line for `replay` that runs it again. */
  readonly replay: string;
}

/** What a run that broke a property is reported as; `undefined` for any other. */
export function failingScheduleOf(
  { failure, decisions, starters }: ScheduleResult,
  schedule: number,
): FailingSchedule | undefined {
  if (failure === undefined) {
    return undefined;
  }
  const { property, violation } = failure;
  const { message, address, error } = violation;
  const replay = writeReplayLine({ system: starters, decisions });
  return { property, message, address, error, decisions, schedule, replay };
}
