import type { Difference } from '../../trace/first-difference.js';
import type { HostFunction } from './host-calls.js';
import type { RecordedSchedule } from './recorded-schedule.js';

/** Something that may be why two runs of one schedule differ. */
export interface Culprit {
  readonly what: HostFunction | 'actor without an id' | 'uncontrolled task';
  /** The number of the step at which it was found; 0 is the start. */
  readonly step: number;
  /** In a few words, with the actor or the step. */
  readonly message: string;
}

/** Looks at the line where two runs differ, and before it, for what usually makes runs differ; the nearest first. */
export function culpritsNear(
  run: RecordedSchedule,
  place: number,
  { expected, actual }: Difference,
): Culprit[] {
  const line = run.lines[place] ?? run.lines.at(-1);
  const step = line?.step ?? 0;
  const culprits = lastCalls(run, step);
  if (line?.task !== undefined) {
    const { address, kind } = line.task;
    const message = `${address} is a ${kind}, whose result and turn are the host's`;
    culprits.unshift({ what: 'uncontrolled task', step, message });
  }
  const session = SESSION_ID.exec(JSON.stringify([expected, actual]) ?? '');
  if (session !== null) {
    const message = `${session[0]} is how XState names an actor without an id, counted over the whole process`;
    culprits.unshift({ what: 'actor without an id', step, message });
  }
  return culprits;
}

/** The last call of each function of the host up to a step, latest first. */
function lastCalls({ calls, lines }: RecordedSchedule, step: number): Culprit[] {
  const last = new Map<HostFunction, number>();
  for (const call of calls) {
    if (call.step <= step) {
      last.set(call.name, call.step);
    }
  }
  return [...last]
    .sort(([, one], [, other]) => other - one)
    .map(([what, at]) => {
      const during = lines.find((line) => line.step === at)?.what ?? 'start';
      return { what, step: at, message: `${what} was called at step ${at} (${during})` };
    });
}

const SESSION_ID = /\bx:\d+\b/;
