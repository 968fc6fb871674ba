import { createInterface } from 'node:readline';
import { createDebugConsole } from '../debugger/console/debug-console.js';
import { createDebugger } from '../debugger/create-debugger.js';
import type { ReportLine } from '../explorer/report/report-line.js';
import { coloured } from './coloured.js';
import { coloursFor } from './colours.js';
import { usageError } from './command-error.js';
import { type DebugTargetOptions, debugTarget } from './debug-target.js';
import type { Host } from './host.js';
import { type FaultOptions, readFaults } from './read-faults.js';
import { readInterleave } from './read-scheduler.js';
import { readSeed } from './read-settings.js';
import { readMachines } from './read-machines.js';
import { readTimers } from './read-timers.js';
import { listenForSignals, stoppedBy } from './signals.js';

/** The options of `debug`, as they were typed. */
export interface DebugCommandOptions extends DebugTargetOptions, FaultOptions {
  readonly timers: string;
}

const PROMPT = 'debug> ';

/** Between these the answers follow the terminal. */
const NARROWEST = 60;
const WIDEST = 120;
const USUAL_WIDTH = 80;

/**
 * `short-order debug`: a run that stands still between decisions, and goes on and back as it is told.
 *
 * What comes from a pipe is echoed behind the prompt, so that the output reads like a session at a terminal. A line that
 * is wrong there does not end the session, but the command ends with a usage error that names it.
 */
export async function debugCommand(host: Host, text: string, options: DebugCommandOptions): Promise<void> {
  const order = readInterleave(options.interleave);
  const timers = readTimers(options.timers);
  const faults = readFaults(options);
  const { makeSubject, usual } = await debugTarget(host, text, options);
  const chance = options.seed === undefined ? {} : { seed: readSeed(options.seed) };
  if (options.scheduler === 'workers' && Object.keys(faults).length > 0) {
    throw usageError(
      `--${Object.keys(faults)[0]} is for one thread; leave --scheduler away, the decisions are the same`,
    );
  }
  const debug = await createDebugger(makeSubject, {
    ...usual,
    ...chance,
    order,
    timers,
    faults,
    machines: readMachines(options),
  });
  debug.breakOn('violated');
  const console = createDebugConsole(debug);
  const isTyped = host.stdin.isTTY && host.stdout.isTerminal;
  const colours = coloursFor(host, host.stdout);
  const prompt = colours.bold(PROMPT);
  const width = Math.min(Math.max(host.stdout.columns ?? USUAL_WIDTH, NARROWEST), WIDEST);
  const print = (lines: readonly ReportLine[]): void => {
    lines.forEach((line) => host.stdout.write(`${coloured(line, colours)}\n`));
    host.stdout.flush();
  };

  let interrupt: AbortController | undefined;
  const lines = createInterface({
    input: host.stdin,
    ...(isTyped
      ? {
          output: process.stdout,
          prompt,
          terminal: true,
          completer: (line: string) => console.complete(line),
        }
      : { terminal: false }),
  });
  // At a terminal Ctrl-C is a key, and reaches the process in no other way.
  lines.on('SIGINT', () => {
    if (interrupt !== undefined) {
      interrupt.abort();
    } else if (lines.line === '') {
      host.stdout.say('\nquit, or Ctrl-D, ends');
      lines.prompt();
    } else {
      lines.write(null, { ctrl: true, name: 'u' });
    }
  });
  const end = (): void => {
    interrupt?.abort();
    lines.close();
  };
  host.stop.signal.addEventListener('abort', end);
  const ignoreSignals = listenForSignals(() => host.stop.abort(stoppedBy('SIGINT')), host.stop);
  const wrong: number[] = [];
  try {
    print(console.greeting(width));
    if (isTyped) {
      lines.prompt();
    }
    let number = 0;
    let isOver = false;
    for await (const line of lines) {
      number++;
      if (!isTyped) {
        host.stdout.say(`${PROMPT}${line}`);
      }
      interrupt = new AbortController();
      const { signal } = interrupt;
      const answer = await console.answer(line, { width, signal });
      interrupt = undefined;
      print(answer.lines);
      if (answer.isWrong) {
        wrong.push(number);
      }
      isOver = answer.isOver || host.stop.signal.aborted;
      if (isOver) {
        break;
      }
      if (isTyped) {
        lines.prompt();
      }
    }
    if (isTyped && !isOver) {
      // Behind the prompt at which the input has ended.
      host.stdout.say('');
    }
  } finally {
    host.stop.signal.removeEventListener('abort', end);
    ignoreSignals();
    lines.close();
    debug.close();
    await usual.scheduler?.close?.();
  }
  if (!isTyped && wrong.length > 0) {
    const which = wrong.length === 1 ? `line ${wrong[0]} was` : `lines ${wrong.join(', ')} were`;
    throw usageError(`${which} wrong; the answers say how`);
  }
}
