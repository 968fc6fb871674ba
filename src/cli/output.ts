import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { blockThread } from '../clock/host-timers.js';

/** One of the process's own streams, written as slowly as its reader reads: nothing piles up in memory. */
export interface Output {
  readonly isTerminal: boolean;
  /** How wide the terminal is; `undefined` where there is none. */
  readonly columns: number | undefined;
  /** Writes text now or later, when enough of it is gathered. */
  write(text: string): void;
  /** Writes a line, and all that is gathered before it, now. */
  say(line: string): void;
  /** Writes all that is gathered now. */
  flush(): void;
}

export interface OutputOptions {
  /** Called once when nothing can be written any more; what is written after that is dropped. */
  readonly onError: (error: NodeJS.ErrnoException) => void;
}

/** How much text is gathered before it is written: for a trace of many lines. */
const gathered = 1 << 16;

/** How long to wait, in milliseconds of the host's time, before trying again where a pipe is full. */
const pause = 1;

/** @param file - 1 for standard output, 2 for standard error */
export function createOutput(file: 1 | 2, { onError }: OutputOptions): Output {
  let pending = '';
  let isBroken = false;
  const flush = (): void => {
    const bytes = Buffer.from(pending);
    pending = '';
    for (let written = 0; written < bytes.length && !isBroken; ) {
      try {
        written += writeSync(file, bytes, written);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
          blockThread(pause);
        } else {
          isBroken = true;
          onError(error as NodeJS.ErrnoException);
        }
      }
    }
  };

  return {
    isTerminal: isatty(file),
    columns: isatty(file) ? (file === 1 ? process.stdout : process.stderr).columns : undefined,
    write(text) {
      pending += text;
      if (pending.length > gathered) {
        flush();
      }
    },
    say(line) {
      pending += `${line}\n`;
      flush();
    },
    flush,
  };
}
