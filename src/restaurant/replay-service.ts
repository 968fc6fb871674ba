import type { Machines } from '../system/machines.js';
import { type TraceLines, verifyTrace } from '../trace/read-trace.js';
import { type ReplayOptions, type ReplayResult, replayTrace } from '../trace/replay.js';
import type { TraceSummary } from '../trace/trace-format.js';
import { parseOrigin } from './parse-origin.js';

export interface ReplayServiceOptions extends ReplayOptions {
  /** Given the last line of the trace, which is whole, before it is run; may throw. */
  readonly onChecked?: (summary: TraceSummary) => void;
}

/**
 * Checks a recorded service and runs it again, as its first line describes it; the trace is read twice, and never
 * held in memory.
 *
 * @param read - begins to read the trace, to do what is said
 * @throws TraceError, InputError `ERR_ORIGIN` or the file system's error where the trace cannot be used
 * @throws ReplayDivergence where it came out otherwise
 */
export async function replayService(
  read: (doing: 'checking' | 'replaying') => TraceLines,
  machines: Machines,
  { onChecked, ...options }: ReplayServiceOptions = {},
): Promise<ReplayResult> {
  const { header, summary } = await verifyTrace(read('checking'));
  const { scenario, settings } = parseOrigin(header.origin);
  onChecked?.(summary);
  return replayTrace(
    read('replaying'),
    (_, clock) => {
      const { machine, input } = scenario.build(settings, clock);
      return { logic: machine, input, machines };
    },
    options,
  );
}
