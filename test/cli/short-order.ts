import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** A folder of its own in which a test types commands, as a user would; it is gone when the test has finished. */
export interface Desk {
  readonly folder: string;
  /** Types a command, with this on its standard input, and waits for its end. */
  type(args: string, input?: string): Promise<Finished>;
  /** Types a command and leaves it running. */
  start(args: string): Running;
  write(file: string, text: string): void;
  read(file: string): string;
  /** The lines of an NDJSON file. */
  readLines(file: string): Record<string, unknown>[];
}

export interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  /** Resolves when standard output, or the file of this name, has had the text. */
  seen(text: string, file?: string): Promise<void>;
  /** Resolves with what matches on standard error, when it is there. */
  noted(pattern: RegExp): Promise<string>;
  readonly finished: Promise<Finished>;
}

export function createDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'short-order-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const start = (args: string) => startIn(folder, args);
  return {
    folder,
    start,
    type(args, input = '') {
      const running = start(args);
      running.process.stdin.end(input);
      return running.finished;
    },
    write: (file, text) => writeFileSync(join(folder, file), text),
    read,
    readLines: (file) => linesOf(read(file)),
  };
}

/** The objects in lines of NDJSON. */
export function linesOf(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function startIn(folder: string, args: string): Running {
  const words = args.split(' ').filter((word) => word !== '');
  const child = spawn(process.execPath, [main, ...words], { cwd: folder });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => undefined);
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code) => resolve({ stdout, stderr, code }));
  });
  const shows = (text: string, file: string | undefined) =>
    (file === undefined ? stdout : readIfAny(join(folder, file))).includes(text);
  const until = async (isThere: () => boolean, what: string) => {
    while (!isThere()) {
      if (child.exitCode !== null) {
        throw new Error(`ended without "${what}": ${stdout}${stderr}`);
      }
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
    }
  };
  return {
    process: child,
    finished,
    seen: (text, file) => until(() => shows(text, file), text),
    async noted(pattern) {
      await until(() => pattern.test(stderr), String(pattern));
      return pattern.exec(stderr)?.[0] ?? '';
    },
  };
}

function readIfAny(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
