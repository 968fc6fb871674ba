import { verifyTrace } from '../trace/read-trace.js';
import { type ReplayOptions, type ReplayResult, replayTrace } from '../trace/replay.js';
import { readLines } from '../trace/trace-file.js';
import type { Machines } from '../system/machines.js';
import { parseOrigin } from './origin.js';

/**
 * Checks a recorded service and runs it again, as its first line describes it; the file is read twice, and never
 * held in memory.
 *
 * @throws TraceError, InputError `ERR_ORIGIN` or the file system's error where the trace cannot be used
 * @throws ReplayDivergence where it came out otherwise
 */
export async function replayService(
  path: string,
  machines: Machines,
  options: ReplayOptions = {},
): Promise<ReplayResult> {
  const { header } = await verifyTrace(readLines(path));
  const { scenario, settings } = parseOrigin(header.origin);
  return replayTrace(
    readLines(path),
    (_, clock) => {
      const { machine, input } = scenario.build(settings, clock);
      return { logic: machine, input, machines };
    },
    options,
  );
}
