import type { EventObject } from 'xstate';
import { OUTSIDE } from '../bus/address.js';
import { readSchedule } from '../explorer/strategies/replay.js';
import { reviveCanonical } from '../trace/canonical-json.js';
import { parseTraceHeader, parseTraceLine, type TraceLines } from '../trace/read-trace.js';
import { TraceError } from '../trace/trace-errors.js';
import type { TraceArrival, TraceStep } from '../trace/trace-format.js';

/** What a run did before and is to do again: its decisions, and what came from outside between them. */
export interface Recording {
  /** By the names that `Choice` gives them. Their times follow from those of timers and arrivals. */
  readonly decisions: readonly string[];
  readonly arrivals: readonly PlannedArrival[];
  /** The addresses of the actors that the start starts, the root's first, where they are known. */
  readonly system?: readonly string[] | undefined;
}

/** An event from outside, or the word to stop. */
export interface PlannedArrival {
  /** The number of the decision behind which it comes. */
  readonly behind: number;
  readonly time: number;
  readonly kind: 'send' | 'stop';
  readonly to: string;
  readonly event: EventObject;
}

/**
 * Reads the schedule of a replay line, or of the file that one was saved to; `replay('…')` around it is left away.
 *
 * @throws ReplayLineError where it cannot be read
 */
export function recordingOfSchedule(lineOrPath: string): Recording {
  const { system, decisions } = readSchedule(/^replay\('(.*)'\)$/.exec(lineOrPath.trim())?.[1] ?? lineOrPath);
  return { system, decisions, arrivals: [] };
}

/**
 * Reads the schedule of a trace.
 *
 * @throws TraceError where it is none, is cut off, or has results of asynchronous tasks in it: those were real, and
 * nobody can ask for them again
 */
export async function recordingOfTrace(lines: TraceLines): Promise<Recording> {
  const decisions: string[] = [];
  const arrivals: PlannedArrival[] = [];
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber++;
    if (lineNumber === 1) {
      parseTraceHeader(line);
      continue;
    }
    const entry = parseTraceLine(line, lineNumber);
    if ('end' in entry) {
      return { decisions, arrivals };
    }
    if ('arrival' in entry) {
      arrivals.push(arrivalOf(entry, lineNumber));
    } else if (entry.do !== 'start') {
      decisions.push(nameOf(entry));
    }
  }
  throw new TraceError('cut-off', `cut off behind line ${lineNumber}: its last line is missing`);
}

function nameOf({ do: kind, timer, event, from, to }: TraceStep): string {
  return `${kind} ${timer ?? event?.type ?? ''} ${from ?? ''}>${to}`;
}

function arrivalOf(
  { after, time, do: kind, from, to, event }: TraceArrival,
  lineNumber: number,
): PlannedArrival {
  if (from !== OUTSIDE) {
    throw new TraceError(
      'line',
      `line ${lineNumber}: ${from} has an asynchronous task, whose results a debugger cannot ask for again; debug the system itself`,
    );
  }
  return {
    behind: after - 1,
    time,
    kind: kind === 'stop' ? 'stop' : 'send',
    to,
    event: reviveCanonical(event, () => undefined) as EventObject,
  };
}
