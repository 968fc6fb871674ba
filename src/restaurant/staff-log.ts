import { openSync } from 'node:fs';
import { pino } from 'pino';
import type { Line } from './phrasebook.js';

export interface StaffLogOptions {
  /** Whether to gather lines before they are written: for a clock on which thousands come at once. */
  readonly gather: boolean;
  /** Called when the log cannot be written any more. */
  readonly onError: (error: Error) => void;
}

/** What is gathered at the most, in characters. */
const gathered = 8192;

/** The log of a run: NDJSON with `time` (milliseconds of the run's clock), `actor` and `msg`. */
export interface StaffLog {
  /** @param time - when it was said, in milliseconds of the run's clock */
  note(line: Line, time: number): void;
  /** Writes what is still gathered, and closes the file. */
  close(): void;
}

/**
 * Opens a log by `pino`, and empties it. Whatever ends the process, the log has every line that was noted.
 *
 * @throws the file system's error when it cannot be opened
 */
export function openStaffLog(path: string, { gather, onError }: StaffLogOptions): StaffLog {
  const file = openSync(path, 'w');
  const destination = pino.destination({ dest: file, sync: true, minLength: gather ? gathered : 0 });
  destination.on('error', onError);
  let now = 0;
  const logger = pino({ base: null, timestamp: () => `,"time":${now}` }, destination);
  // Not `flushSync`, which tries again for ever on a full disk.
  const close = (): void => {
    process.removeListener('exit', close);
    destination.end();
  };
  process.once('exit', close);
  let question = '';
  return {
    note({ channel, actor, text }, time) {
      now = Math.round(time);
      if (channel === 'prompt') {
        question = text;
        return;
      }
      logger.info({ actor }, question + text);
      question = '';
    },
    close,
  };
}
