import { errorMessage } from '../../src/cli/error-message.js';
import { exitCodeFor } from '../../src/cli/exit-code.js';
import type { Output } from '../../src/cli/output.js';
import { createProgram } from '../../src/cli/program.js';

/** What a command printed, and the exit code that the process would have ended with. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs a command in this process, with outputs of its own: `commandLine('explore', 'race')`. */
export async function commandLine(...args: readonly string[]): Promise<CommandResult> {
  const stdout = new GatheredOutput();
  const stderr = new GatheredOutput();
  const host = { stdin: process.stdin, stdout, stderr, stop: new AbortController(), wantsColours: false };
  let exitCode = 0;
  try {
    await createProgram(host, '0.0.0').parseAsync(args, { from: 'user' });
  } catch (error) {
    exitCode = exitCodeFor(error);
    const message = errorMessage(error);
    if (message !== undefined) {
      stderr.say(message);
    }
  }
  return { stdout: stdout.text, stderr: stderr.text, exitCode };
}

class GatheredOutput implements Output {
  readonly isTerminal = false;
  readonly columns = undefined;
  text = '';

  write(text: string): void {
    this.text += text;
  }

  say(line: string): void {
    this.text += `${line}\n`;
  }

  flush(): void {}
}
