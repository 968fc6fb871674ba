import { clearLine, createInterface, cursorTo } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { inMicrotask } from '../clock/host-timers.js';

export interface CounterOptions {
  /** Where customers type; a terminal, a pipe or a file. */
  readonly input: Readable & { readonly isTTY?: boolean };
  /** Where customers read. */
  readonly output: Writable & { readonly isTTY?: boolean };
  /** Called once, when the input has ended and a customer is asked whose answer it no longer has. */
  readonly onEnd: () => void;
  /** Called at each Ctrl-C that is typed at the counter, and so reaches the process in no other way. */
  readonly onInterrupt: () => void;
}

/** The counter as a dialogue: customers are spoken to, are asked, and answer one line at a time. */
export interface Counter {
  /** Prints a line; a question that is still open is put again below it. */
  say(text: string): void;
  /**
   * Asks; the next line is the answer, be it typed already or not, and is handed over later, never during the call.
   * The answer stands behind its question on one line.
   */
  ask(question: string, onAnswer: (answer: string) => void): void;
  /** Asks nothing more: an open question is withdrawn, and whatever is typed goes nowhere. */
  close(): void;
  /** Gives the input back. */
  leave(): void;
}

interface Question {
  readonly text: string;
  readonly onAnswer: (answer: string) => void;
}

/** Opens the counter on two streams. What is typed before a question is asked is kept for it. */
export function createCounter({ input, output, onEnd, onInterrupt }: CounterOptions): Counter {
  const isTyped = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({ input, output, terminal: isTyped, prompt: '' });
  // Node's readline pauses when the process goes on after Ctrl-Z.
  lines.on('SIGCONT', () => lines.prompt(true));
  const kept: string[] = [];
  let question: Question | undefined;
  let hasEnded = false;
  let isClosed = false;

  const close = (): void => {
    if (question !== undefined || (isTyped && lines.line !== '')) {
      output.write('\n');
    }
    question = undefined;
    lines.setPrompt('');
    isClosed = true;
  };
  const end = (): void => {
    if (!isClosed) {
      close();
      onEnd();
    }
  };

  lines.on('line', (line) => {
    if (isClosed) {
      return;
    }
    if (question === undefined) {
      kept.push(line);
      return;
    }
    const { onAnswer } = question;
    question = undefined;
    lines.setPrompt('');
    if (!isTyped) {
      output.write(`${line}\n`);
    }
    onAnswer(line);
  });
  lines.on('SIGINT', onInterrupt);
  lines.on('close', () => {
    hasEnded = true;
    if (kept.length === 0) {
      end();
    }
  });

  const say = (text: string): void => {
    if (isTyped && !isClosed && !hasEnded) {
      wipe(output);
      output.write(`${text}\n`);
      lines.prompt(true);
    } else {
      output.write(question === undefined ? `${text}\n` : `\n${text}\n${question.text}`);
    }
  };

  return {
    say,
    ask(text, onAnswer) {
      if (isClosed) {
        return;
      }
      const early = kept.shift();
      if (early !== undefined) {
        say(text + early);
        inMicrotask(() => {
          if (!isClosed) {
            onAnswer(early);
          }
        });
      } else if (hasEnded) {
        say(text);
        inMicrotask(end);
      } else {
        question = { text, onAnswer };
        lines.setPrompt(text);
        lines.prompt(true);
      }
    },
    close() {
      if (!isClosed) {
        close();
      }
    },
    leave() {
      isClosed = true;
      if (isTyped) {
        wipe(output);
      }
      lines.close();
    },
  };
}

/** Empties the line on which the cursor stands. */
function wipe(output: Writable): void {
  cursorTo(output, 0);
  clearLine(output, 0);
}
