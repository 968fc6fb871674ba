import { type Difference, firstDifference } from '../../trace/first-difference.js';
import type { ScheduleOptions } from '../schedule-run.js';
import type { SubjectFactory } from '../subject.js';
import { type Culprit, culpritsNear } from './culprits.js';
import { type RecordedSchedule, recordSchedule } from './recorded-schedule.js';
import type { SampledSchedule } from './schedule-sample.js';

/** Whether a system does the same under the same schedule. */
export interface AuditReport {
  /** How many schedules were run twice. */
  readonly schedules: number;
  /** The first difference that was found; the schedules behind it were not run. */
  readonly difference: AuditDifference | undefined;
}

/** Where two runs of one schedule differ. */
export interface AuditDifference {
  /** Which schedule of the exploration it is, from 1. */
  readonly schedule: number;
  /** The number of the step; 0 is the start. */
  readonly step: number;
  /** Where in the line of the trace they differ, such as `state.context.price`. */
  readonly path: string;
  readonly first: unknown;
  readonly second: unknown;
  /** What is usually to blame and was found near; empty where nothing was. */
  readonly culprits: readonly Culprit[];
  /** All of it, in one sentence. */
  readonly message: string;
}

/** Runs each of these schedules twice, without its properties, until two runs differ. */
export async function auditSchedules(
  factory: SubjectFactory,
  sample: readonly SampledSchedule[],
  options: Omit<ScheduleOptions, 'observer' | 'properties'>,
): Promise<AuditReport> {
  let schedules = 0;
  for (const { schedule, decisions } of sample) {
    const record = (): Promise<RecordedSchedule> =>
      recordSchedule(factory, decisions, { ...options, properties: [] });
    const [first, second] = [await record(), await record()];
    schedules++;
    const difference = differenceOf(first, second);
    if (difference !== undefined) {
      return { schedules, difference: describe(schedule, second, difference) };
    }
  }
  return { schedules, difference: undefined };
}

/** A difference, and the line at which it shows. */
interface PlacedDifference extends Difference {
  readonly place: number;
}

function differenceOf(first: RecordedSchedule, second: RecordedSchedule): PlacedDifference | undefined {
  const count = Math.max(first.lines.length, second.lines.length);
  for (let place = 0; place < count; place++) {
    const [expected, actual] = [first.lines[place], second.lines[place]];
    if (expected === undefined || actual === undefined) {
      return { place, path: '', expected: expected?.what, actual: actual?.what };
    }
    const difference =
      expected.text === actual.text
        ? undefined
        : firstDifference(JSON.parse(expected.text), JSON.parse(actual.text));
    if (difference !== undefined) {
      return { ...difference, place };
    }
  }
  const { lost } = second;
  return lost === undefined
    ? undefined
    : { place: count, path: 'enabled', expected: lost.wanted, actual: lost.enabled };
}

function describe(schedule: number, run: RecordedSchedule, difference: PlacedDifference): AuditDifference {
  const { place, path, expected: first, actual: second } = difference;
  const line = run.lines[place] ?? run.lines.at(-1);
  const step = line?.step ?? 0;
  const culprits = culpritsNear(run, place, difference);
  const blame =
    culprits.length === 0
      ? 'none of the usual culprits was found; look for state outside of the contexts'
      : `suspect: ${culprits.map(({ message }) => message).join('; ')}`;
  const where = `step ${step} (${line?.what ?? 'start'})${path === '' ? '' : `, ${path}`}`;
  const message = `two runs of schedule ${schedule} differ at ${where}: ${textOf(first)}, then ${textOf(second)}; ${blame}`;
  return { schedule, step, path, first, second, culprits, message };
}

function textOf(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
