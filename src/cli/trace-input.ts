import { createReadStream, fstatSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { linesOf } from '../trace/lines.js';
import { CommandError, usageError } from './command-error.js';
import { fileProblem } from './file-problem.js';
import type { Host } from './host.js';
import { showReading } from './reading-progress.js';

/** A trace that is read as often as it is needed, and never held in memory. */
export interface TraceInput {
  /** Begins to read it; a terminal is told for what, and how far that is. */
  readonly read: (doing: string) => AsyncIterable<string>;
  close(): Promise<void>;
}

export interface TraceInputOptions {
  /** Whether a terminal shows how far the reading is. */
  readonly showsProgress: boolean;
}

/** How many bytes are read at a time. */
const PIECE = 1 << 16;

/** The name that stands for standard input. */
const STANDARD_INPUT = '-';

/**
 * Opens a trace: a file, or what comes through a pipe. That can be read once alone, so it is copied first, to a file that
 * has no name and is gone with the process.
 *
 * @throws the file system's error where it cannot be opened
 */
export async function openTraceInput(
  { stdin, stop }: Host,
  path: string,
  { showsProgress }: TraceInputOptions,
): Promise<TraceInput> {
  const isStdin = isStandardInput(path);
  if (isStdin && stdin.isTTY) {
    throw usageError(`${path}: nothing comes through a pipe; give a file, or pipe a trace to standard input`);
  }
  const file = isStdin
    ? await copyOf(stdin, path)
    : isStream(path)
      ? await copyOf(createReadStream(path), path)
      : await open(path);
  const { size } = await file.stat();
  async function* read(doing: string): AsyncGenerator<string> {
    const lines = linesOf(textOf(file));
    for await (const line of showsProgress ? showReading(lines, { size, doing }) : lines) {
      stop.signal.throwIfAborted();
      yield line;
    }
  }
  return { read, close: () => file.close() };
}

/** Whether a path leads to standard input, and that is no file. */
export function isStandardInput(path: string): boolean {
  const named = statIfAny(path);
  const { dev, ino } = fstatSync(0);
  return path === STANDARD_INPUT || (isStream(path) && named?.dev === dev && named.ino === ino);
}

/** Whether what a path leads to can be read once alone. */
export function isStream(path: string): boolean {
  const stats = statIfAny(path);
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

function statIfAny(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** The text of a file from its beginning, in pieces; a stream of Node's own would close the file when it is left. */
async function* textOf(file: FileHandle): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const bytes = Buffer.alloc(PIECE);
  let position = 0;
  let length: number;
  do {
    ({ bytesRead: length } = await file.read(bytes, 0, PIECE, position));
    position += length;
    yield length === 0 ? decoder.end() : decoder.write(bytes.subarray(0, length));
  } while (length > 0);
}

/** Copies a stream to a file that has no name any more. */
async function copyOf(source: Readable, path: string): Promise<FileHandle> {
  let file: FileHandle | undefined;
  try {
    const folder = await mkdtemp(join(tmpdir(), 'short-order-copy-'));
    file = await open(join(folder, 'trace.ndjson'), 'wx+');
    await rm(folder, { recursive: true });
    for await (const chunk of source as AsyncIterable<Buffer>) {
      await file.writeFile(chunk);
    }
    return file;
  } catch (error) {
    await file?.close();
    throw (error as NodeJS.ErrnoException).syscall === 'read'
      ? error
      : new CommandError(
          'ERR_OUTPUT',
          `${path}: ${tmpdir()}, where it is copied to, ${fileProblem(error, 'written')}`,
        );
  }
}
