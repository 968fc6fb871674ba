import { CommandError } from './command-error.js';

/**
 * Listens for the signals that end a process, until the returned function is called.
 *
 * @param onInterrupt - called at each Ctrl-C
 * @param stop - aborted when the process is asked to end in any other way
 */
export function listenForSignals(onInterrupt: () => void, stop: AbortController): () => void {
  const terminate = (signal: NodeJS.Signals): void => stop.abort(stoppedBy(signal));
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', terminate);
  process.on('SIGHUP', terminate);
  return () => {
    process.removeListener('SIGINT', onInterrupt);
    process.removeListener('SIGTERM', terminate);
    process.removeListener('SIGHUP', terminate);
  };
}

/** Why a command ends that a signal has ended. */
export function stoppedBy(signal: NodeJS.Signals): CommandError {
  return new CommandError('ERR_INTERRUPTED', signal);
}
