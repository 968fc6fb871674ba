import { lineOf, type ReportLine, USUAL_WIDTH, wrap } from '../../explorer/report/report-line.js';
import type { Debugger } from '../create-debugger.js';
import { ExpressionError } from '../expression/expression-error.js';
import { nearText } from '../near-names.js';
import { BREAK_HELP, breakpointCommands } from './breakpoint-commands.js';
import { type Command, CommandLineError } from './command.js';
import { movingCommands } from './moving-commands.js';
import { stopLines } from './stop-text.js';
import { tellingCommands } from './telling-commands.js';

/** What came of a line. */
export interface Answer {
  readonly lines: readonly ReportLine[];
  /** Whether it could not be done as it was typed. */
  readonly isWrong: boolean;
  /** Whether the user wants no more. */
  readonly isOver: boolean;
}

/** A debugger to type to: takes lines, and answers in lines. */
export interface DebugConsole {
  /** Where the run stands. */
  greeting(width?: number): ReportLine[];
  /**
   * Does what a line says; an empty one is the last again, one that begins with `#` is nothing. Whatever is wrong is
   * answered, and never thrown, unless the debugger itself is broken.
   */
  answer(line: string, options?: { readonly width?: number; readonly signal?: AbortSignal }): Promise<Answer>;
  /** What the last word of a line could become, and that word, as `node:readline` asks for it. */
  complete(line: string): [string[], string];
}

const quit: Command = { name: 'quit', letter: 'q', explanation: 'end', run: () => [] };
const help: Command = {
  name: 'help',
  letter: 'h',
  takes: '[command]',
  explanation: 'say what can be typed',
  run: ({ rest, width }) => helpLines(rest, width),
};

const commands: readonly Command[] = [
  ...movingCommands,
  ...breakpointCommands,
  ...tellingCommands,
  help,
  quit,
];

/** Lets somebody type to a debugger. */
export function createDebugConsole(debug: Debugger): DebugConsole {
  let lastLine = '';
  return {
    greeting: (width = USUAL_WIDTH) => stopLines(debug.stop, width),
    async answer(typed, { width = USUAL_WIDTH, signal } = {}) {
      const line = typed.trim() === '' ? lastLine : typed.trim();
      if (line === '' || line.startsWith('#')) {
        return { lines: [], isWrong: false, isOver: false };
      }
      lastLine = line;
      try {
        const [name = '', rest = ''] = partsOf(line);
        const command = commandOf(name);
        const lines = await command.run({ debug, rest, width, signal });
        return { lines, isWrong: false, isOver: command === quit };
      } catch (error) {
        return { lines: problemLines(error, width), isWrong: true, isOver: false };
      }
    },
    complete(line) {
      const [, name, rest] = /^\s*(\S+)\s+(.*)$/.exec(line) ?? [];
      if (name === undefined || rest === undefined) {
        const word = line.trimStart();
        return [
          commands.map((command) => `${command.name} `).filter((known) => known.startsWith(word)),
          word,
        ];
      }
      const known = name === 'help' ? commands.map((command) => command.name) : candidates(name, debug);
      return [known.filter((candidate) => candidate.startsWith(rest)), rest];
    },
  };
}

function candidates(name: string, debug: Debugger): readonly string[] {
  try {
    return commandOf(name).complete?.(debug) ?? [];
  } catch {
    return [];
  }
}

function partsOf(line: string): string[] {
  const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
  return [name, rest];
}

/** By its letter, its name, or as much of the name as tells it from the others. */
function commandOf(typed: string): Command {
  const exact = commands.find(({ name, letter }) => name === typed || letter === typed);
  if (exact !== undefined) {
    return exact;
  }
  const found = commands.filter(({ name }) => name.startsWith(typed));
  const [only] = found;
  if (only !== undefined && found.length === 1) {
    return only;
  }
  const names = commands.map(({ name }) => name);
  throw new CommandLineError(
    only === undefined
      ? `there is no command ${typed}; ${nearText(typed, names)} (help lists all)`
      : `${typed} may be ${found.map(({ name }) => name).join(' or ')}`,
  );
}

function helpLines(about: string, width: number): ReportLine[] {
  const shown = about === '' ? commands : [commandOf(about)];
  const names = shown.map((command) => usageOf(command));
  const column = Math.max(...names.map(({ length }) => length));
  const rows = shown.map(({ explanation }, place) => {
    return lineOf(`${(names[place] ?? '').padEnd(column)}  ${explanation}`);
  });
  if (about !== '') {
    return shown[0]?.name === 'break' ? [...rows, ...BREAK_HELP.map((line) => lineOf(line))] : rows;
  }
  const more =
    'A name may be cut short where that says which. An empty line is the last command again. Ctrl-C stops a run that goes on.';
  return [...rows, ...wrap(more, width, 3).map((line) => lineOf(line, 'quiet'))];
}

/** `s, step [n]` */
function usageOf({ name, letter, takes = '' }: Command): string {
  return `${letter === undefined ? '   ' : `${letter}, `}${name} ${takes}`.trimEnd();
}

/** What was wrong, in the words of a user; a condition with the place under it. Throws what is no mistake of a user's. */
function problemLines(error: unknown, width: number): ReportLine[] {
  if (error instanceof ExpressionError) {
    const { problem, text, position } = error;
    return [lineOf(problem, 'bad'), lineOf(`  ${text}`), lineOf(`  ${' '.repeat(position)}^`, 'bad')];
  }
  if (error instanceof Error && 'code' in error) {
    return wrap(error.message, width, 6).map((line) => lineOf(line, 'bad'));
  }
  throw error;
}
