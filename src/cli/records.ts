import { openStaffLog, type StaffLog } from '../restaurant/staff-log.js';
import { openTraceFile, type TraceFile } from '../trace/trace-file.js';
import type { TraceSink } from '../trace/trace-format.js';
import { checkOutputFiles, type NamedFile } from './check-output-files.js';
import { CommandError } from './command-error.js';
import { fileProblem } from './file-problem.js';

export interface RecordOptions {
  /** Where the log goes, if there is to be one. */
  readonly log: string | undefined;
  /** Where the trace goes, if there is to be one. */
  readonly trace: string | undefined;
  /** Files that are read, and must not be written. */
  readonly inputs: readonly NamedFile[];
  /** Whether log lines are gathered before they are written. */
  readonly gather: boolean;
  /** Aborted when one of the files cannot be written any more. */
  readonly stop: AbortController;
}

/** The files that a run leaves behind. */
export interface Records {
  readonly log: StaffLog | undefined;
  readonly sink: TraceSink | undefined;
  /** Writes what is still gathered, and closes the files. */
  close(): void;
}

/** Opens, and empties, the files of a run; throws a usage error, and leaves all as it was, where one will not do. */
export function openRecords({ log, trace, inputs, gather, stop }: RecordOptions): Records {
  const outputs = [named('--log', log), named('--trace', trace)].flat();
  checkOutputFiles(outputs, inputs);
  const onError = (path: string) => (error: unknown) =>
    stop.abort(new CommandError('ERR_OUTPUT', `${path}: ${fileProblem(error, 'written')}`));
  const traceFile = trace === undefined ? undefined : guard(openTraceFile(trace), onError(trace));
  const staffLog = log === undefined ? undefined : openStaffLog(log, { gather, onError: onError(log) });
  return {
    log: staffLog,
    sink: traceFile?.sink,
    close() {
      staffLog?.close();
      traceFile?.close();
    },
  };
}

/** The files that were named, with the options that named them. */
export function named(option: string, path: string | undefined): NamedFile[] {
  return path === undefined ? [] : [{ option, path }];
}

/** A trace file whose errors are reported, once, and not thrown into the midst of a step. */
function guard(file: TraceFile, onError: (error: unknown) => void): TraceFile {
  let isBroken = false;
  const attempt = (work: () => void): void => {
    if (isBroken) {
      return;
    }
    try {
      work();
    } catch (error) {
      isBroken = true;
      onError(error);
    }
  };
  return {
    sink: (line) => attempt(() => file.sink(line)),
    close: () => attempt(() => file.close()),
  };
}
