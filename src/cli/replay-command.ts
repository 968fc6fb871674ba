import { replayService } from '../restaurant/replay-service.js';
import { CommandError, usageError } from './command-error.js';
import { fileProblem } from './file-problem.js';
import type { Host } from './host.js';
import { shortHash } from './note.js';
import { type MachinesOptions, readMachines } from './read-machines.js';

/** `short-order replay`: runs a recorded trace again, and says whether it came out the same. */
export async function replayCommand(host: Host, path: string, options: MachinesOptions): Promise<void> {
  try {
    const { outcome, summary } = await replayService(path, readMachines(options));
    host.stdout.say(`the same: ${outcome.decisions} decisions, hash ${shortHash(summary.hash)}`);
  } catch (error) {
    throw explainReplay(error as NodeJS.ErrnoException, path);
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
