import {
  TRACE_VERSION,
  type TraceArrival,
  type TraceHeader,
  type TraceStep,
  type TraceSummary,
} from './trace-format.js';
import { TraceError } from './trace-errors.js';
import { sealOf, TraceHash } from './trace-hash.js';

/** Lines of a trace, from a file as it is read or from memory. */
export type TraceLines = AsyncIterable<string> | Iterable<string>;

/** Reads the first line of a trace; throws a {@link TraceError} where it is none, or of another version. */
export function parseTraceHeader(line: string): TraceHeader {
  const header = parseLine(line, 1) as Partial<TraceHeader>;
  if (header.trace !== 'short-order') {
    throw new TraceError(
      'not-a-trace',
      'line 1: not a trace of short-order; record one with `run --trace FILE`',
    );
  }
  if (header.version !== TRACE_VERSION) {
    throw new TraceError(
      'version',
      `line 1: a trace of version ${header.version}; this release reads version ${TRACE_VERSION}, so record it again`,
    );
  }
  return header as TraceHeader;
}

/** Reads any line of a trace behind the first. */
export function parseTraceLine(line: string, lineNumber: number): TraceStep | TraceArrival | TraceSummary {
  const entry = parseLine(line, lineNumber);
  if ('step' in entry || 'arrival' in entry || 'end' in entry) {
    return entry as TraceStep | TraceArrival | TraceSummary;
  }
  throw new TraceError('line', `line ${lineNumber}: neither a step nor an arrival nor the end of a trace`);
}

/**
 * Reads a whole trace and holds it against its own last line: complete, and hashed as it says.
 *
 * @throws {@link TraceError} where it is no trace, of another version, cut off or edited.
 */
export async function verifyTrace(
  lines: TraceLines,
): Promise<{ header: TraceHeader; summary: TraceSummary }> {
  let header: TraceHeader | undefined;
  let headerLine = '';
  let hash: TraceHash | undefined;
  let summary: TraceSummary | undefined;
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber++;
    if (hash === undefined) {
      header = parseTraceHeader(line);
      headerLine = line;
      hash = new TraceHash(header);
    } else if (summary !== undefined) {
      throw new TraceError('edited', `line ${lineNumber}: the trace goes on behind its end`);
    } else if (line.startsWith('{"end":true')) {
      summary = parseTraceLine(line, lineNumber) as TraceSummary;
    } else {
      hash.add(line);
    }
  }
  if (header === undefined || hash === undefined) {
    throw new TraceError('not-a-trace', 'the trace is empty; record one with `run --trace FILE`');
  }
  if (summary === undefined) {
    throw new TraceError(
      'cut-off',
      `cut off behind line ${lineNumber}: its last line, with the hash, is missing`,
    );
  }
  const found = hash.digest();
  if (found !== summary.hash) {
    throw new TraceError(
      'edited',
      `edited: its lines hash to ${found.slice(0, 16)}…, its last line says ${summary.hash.slice(0, 16)}…`,
    );
  }
  const { seal, ...unsealed } = summary;
  if (sealOf(headerLine, unsealed) !== seal) {
    throw new TraceError(
      'edited',
      'edited: its first and its last line are not those that were written together',
    );
  }
  return { header, summary };
}

function parseLine(line: string, lineNumber: number): object {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) {
      return value;
    }
  } catch (error) {
    throw new TraceError(
      lineNumber === 1 ? 'not-a-trace' : 'cut-off',
      `line ${lineNumber}: not JSON (${(error as Error).message})`,
    );
  }
  throw new TraceError('line', `line ${lineNumber}: not a JSON object`);
}
