import { parseClock } from '../clock/parse-clock.js';
import { replayService } from '../restaurant/replay-service.js';
import { paceBy } from '../trace/pace.js';
import { CommandError, usageError } from './command-error.js';
import { fileProblem } from './file-problem.js';
import type { Host } from './host.js';
import { type InspectOptions, readInspect, WATCHED_CLOCK } from './inspect-options.js';
import { shortHash } from './note.js';
import { type MachinesOptions, readMachines } from './read-machines.js';
import { openTraceInput, type TraceInput } from './trace-input.js';
import { type Watch, watchSystem } from './watch-system.js';

/** The options of `replay`, as they were typed. */
export interface ReplayCommandOptions extends Omit<InspectOptions, 'inspectCommands'>, MachinesOptions {
  readonly clock?: string;
}

/** `short-order replay`: runs a recorded trace again, and says whether it came out the same. */
export async function replayCommand(
  host: Host,
  path: string,
  { clock, ...options }: ReplayCommandOptions,
): Promise<void> {
  const inspect = readInspect(options);
  if (inspect === undefined && clock !== undefined) {
    throw usageError('--clock is for --inspect; a replay that nobody watches is as fast as it can be');
  }
  const createClock = parseClock(clock ?? WATCHED_CLOCK);
  let input: TraceInput | undefined;
  let watch: Watch | undefined;
  try {
    input = await openTraceInput(host, path, { showsProgress: host.stderr.isTerminal });
    const { outcome, summary } = await replayService(
      input.read,
      readMachines(options),
      inspect === undefined
        ? {}
        : {
            onSystem: async (system) => {
              watch = await watchSystem(host, system, inspect);
            },
            pace: paceBy(createClock()),
          },
    );
    host.stdout.say(`the same: ${outcome.decisions} decisions, hash ${shortHash(summary.hash)}`);
    await watch?.linger();
  } catch (error) {
    throw explainReplay(error as NodeJS.ErrnoException, path);
  } finally {
    await watch?.close();
    await input?.close();
  }
}

/** The same error in the words of a user, with the name of the file. */
export function explainReplay(error: NodeJS.ErrnoException, path: string): unknown {
  if (error.syscall !== undefined) {
    return usageError(`${path}: ${fileProblem(error, 'read')}`);
  }
  switch (error.code) {
    case 'ERR_TRACE':
    case 'ERR_ORIGIN':
      return usageError(`${path}: ${error.message}`);
    case 'ERR_REPLAY_DIVERGED':
      return new CommandError('ERR_RUN_FAILED', `not the same: ${error.message}`);
    default:
      return error;
  }
}
