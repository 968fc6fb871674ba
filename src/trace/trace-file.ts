import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { linesOf } from './lines.js';
import type { TraceSink } from './trace-format.js';

/** How much text is gathered before it is written to the file. */
const CHUNK = 1 << 16;

/** A trace file that is written while the run goes on. */
export interface TraceFile {
  readonly sink: TraceSink;
  /** Writes what is still gathered, and closes the file. */
  close(): void;
}

/** Opens a trace file for writing, and empties it; throws the file system's error when it cannot. */
export function openTraceFile(path: string): TraceFile {
  const file = openSync(path, 'w');
  let pending = '';
  const flush = (): void => {
    const bytes = Buffer.from(pending);
    pending = '';
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(file, bytes, written);
    }
  };
  return {
    sink: (line) => {
      pending += `${line}\n`;
      if (pending.length > CHUNK) {
        flush();
      }
    },
    close: () => {
      flush();
      closeSync(file);
    },
  };
}

/**
 * Reads the lines of a file one after the other, however long it is; throws the file system's error, or a `TraceError`
 * where a line does not end.
 */
export function readLines(path: string): AsyncGenerator<string> {
  return linesOf(createReadStream(path, 'utf8') as AsyncIterable<string>);
}
