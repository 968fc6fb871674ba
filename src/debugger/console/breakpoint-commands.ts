import { lineOf, type ReportLine, wrap } from '../../explorer/report/report-line.js';
import { cutTo } from '../../trace/words/one-line.js';
import type { Breakpoint } from '../breakpoint.js';
import type { Debugger } from '../create-debugger.js';
import { knownNames } from '../known-names.js';
import { type Command, CommandLineError } from './command.js';
import { readCount } from './read-words.js';

/** The commands that set breakpoints and take them away. */
export const breakpointCommands: readonly Command[] = [
  {
    name: 'break',
    letter: 'b',
    takes: '<where>',
    explanation: 'stop there; `help break` says what can be given',
    run: ({ debug, rest, width }) => {
      if (rest === '') {
        throw new CommandLineError(
          'break takes where to stop: kitchen, task.wanted, kitchen:closing, a condition',
        );
      }
      const breakpoint = debug.breakOn(rest);
      return [lineOf(breakpointText(breakpoint, width)), ...warningLines(breakpoint, width)];
    },
    complete: places,
  },
  {
    name: 'breakpoints',
    explanation: 'list the breakpoints',
    run: ({ debug, width }) =>
      debug.breakpoints.length === 0
        ? [lineOf('no breakpoint is set', 'quiet')]
        : debug.breakpoints.map((breakpoint) => lineOf(breakpointText(breakpoint, width))),
  },
  {
    name: 'delete',
    letter: 'd',
    takes: '<n>',
    explanation: 'delete a breakpoint by its number',
    run: ({ debug, rest }) => {
      const id = readCount('delete', rest);
      debug.deleteBreakpoint(id);
      return [lineOf(`breakpoint ${id} is deleted`)];
    },
  },
];

/** What `help break` says. */
export const BREAK_HELP: readonly string[] = [
  'break kitchen                    before the actor of this address acts',
  'break task.wanted                before an event of this type is delivered',
  'break task.*                     * stands for anything, in names and states',
  'break kitchen:closing            behind the decision that enters the state',
  'break kitchen.queue.length > 3   behind the decision that makes it true',
  'break if kitchen.isOpen          the same, of a condition that looks like a name',
  'break changes kitchen.queue      behind the decision that makes it another value',
  'break violated                   behind the decision that breaks a property',
  'break violated:<property>        the same of one property, by its name',
  'In a condition stand: addresses and what is behind them in the context, with',
  'dots, and brackets for indexes and for other names; numbers, "strings", true,',
  'false, null; == != < <= > >= + - * / % ! && || and parentheses. - and / need',
  'spaces around them, since names have them too. $state, $status and $output',
  'behind an address, $time and $waiting by themselves.',
];

function breakpointText({ id, pattern, kind }: Breakpoint, width: number): string {
  return cutTo(`breakpoint ${id}: ${pattern}${KIND_TEXTS[kind]}`, width);
}

const KIND_TEXTS: Readonly<Record<Breakpoint['kind'], string>> = {
  name: '',
  state: ' (a state)',
  condition: ' (a condition)',
  change: ' (a change)',
  violated: ' (a property that does not hold)',
};

function warningLines({ warning }: Breakpoint, width: number): ReportLine[] {
  return warning === undefined
    ? []
    : wrap(`it may never be met: ${warning}`, width, 4).map((line) => lineOf(line, 'marked'));
}

/** Addresses, events, states and `violated`. */
function places({ view }: Debugger): string[] {
  const { addresses, events, states } = knownNames(view);
  const inStates = [...states].flatMap(([address, paths]) => paths.map((path) => `${address}:${path}`));
  return [...addresses, ...events, ...inStates, 'violated'];
}
