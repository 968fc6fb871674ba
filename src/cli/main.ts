#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { CommandError } from './command-error.js';
import { errorMessage } from './error-message.js';
import { exitCodeFor } from './exit-code.js';
import { fileProblem } from './file-problem.js';
import type { Host } from './host.js';
import { createOutput } from './output.js';
import { createProgram } from './program.js';

const stop = new AbortController();
const { NO_COLOR = '', TERM } = process.env;
const host: Host = {
  stdin: process.stdin,
  stdout: createOutput(1, { onError: (error) => stop.abort(outputError(error)) }),
  // Without standard error there is nobody to tell.
  stderr: createOutput(2, { onError: () => undefined }),
  stop,
  wantsColours: NO_COLOR === '' && TERM !== 'dumb',
};
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

try {
  const isBare = process.argv.length === 2;
  await createProgram(host, version).parseAsync(isBare ? [...process.argv, '--help'] : process.argv);
  host.stdout.flush();
  stop.signal.throwIfAborted();
} catch (error) {
  host.stdout.flush();
  process.exitCode = exitCodeFor(error);
  const message = errorMessage(error);
  if (message !== undefined) {
    host.stderr.say(message);
  }
}

function outputError(error: NodeJS.ErrnoException): CommandError {
  return error.code === 'EPIPE'
    ? new CommandError('ERR_OUTPUT_CLOSED', error.message)
    : new CommandError('ERR_OUTPUT', `standard output ${fileProblem(error, 'written')}`);
}
