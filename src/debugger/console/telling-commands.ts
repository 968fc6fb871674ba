import { writeFileSync } from 'node:fs';
import { lineOf, type ReportLine } from '../../explorer/report/report-line.js';
import type { Debugger } from '../create-debugger.js';
import { evaluateExpression } from '../expression/evaluate-expression.js';
import { parseExpression } from '../expression/parse-expression.js';
import { nearText } from '../near-names.js';
import { scopeOf } from '../view-scope.js';
import { type Command, CommandLineError } from './command.js';
import { stepLine } from './step-text.js';
import { actorLines, queueLines, valueLines, whereLines } from './system-text.js';

/** The commands that tell something and change nothing. */
export const tellingCommands: readonly Command[] = [
  {
    name: 'where',
    letter: 'w',
    explanation: "tell every actor's state",
    run: ({ debug, width }) => whereLines(debug.view, width),
  },
  {
    name: 'queue',
    explanation: 'tell what waits: the lanes, and the timers with due times',
    run: ({ debug, width }) => queueLines(debug.view, width),
  },
  {
    name: 'show',
    takes: '<what>',
    explanation: 'tell all of an actor, or a value: show kitchen.queue',
    run: ({ debug, rest, width }) => shownLines(debug, rest, width),
    complete: ({ view }) => view.addresses(),
  },
  {
    name: 'why',
    explanation: 'tell which decisions made the last one possible',
    run: ({ debug, width }) =>
      debug
        .causesOf(debug.stop.decision)
        .map((step, place) => lineOf(stepLine(step, width), place === 0 ? 'plain' : 'quiet')),
  },
  {
    name: 'save',
    takes: '[file]',
    explanation: 'give the decisions so far as a replay line, or as a file',
    run: ({ debug, rest }) => savedLines(debug, rest),
  },
];

function shownLines(debug: Debugger, what: string, width: number): ReportLine[] {
  const { view } = debug;
  if (what === '') {
    throw new CommandLineError(
      'show takes an address, or what is behind one: show kitchen, show kitchen.queue',
    );
  }
  if (view.addresses().includes(what)) {
    return actorLines(debug, what, width);
  }
  const value = evaluateExpression(parseExpression(what), scopeOf(view));
  if (value === undefined) {
    throw new CommandLineError(`there is nothing at ${what}; ${nearText(what, view.addresses())}`);
  }
  return valueLines(debug, value, width);
}

function savedLines(debug: Debugger, file: string): ReportLine[] {
  const replay = debug.replayLine();
  if (file === '') {
    return [lineOf(`replay('${replay}')`)];
  }
  const path = file.endsWith('.schedule') ? file : `${file}.schedule`;
  const { decision, time } = debug.stop;
  try {
    writeFileSync(path, `# ${decision} decisions, up to ${time} ms\n${replay}\n`);
  } catch (error) {
    throw new CommandLineError(`${path} cannot be written: ${(error as Error).message}`);
  }
  return [lineOf(`saved to ${path}, which --replay takes`)];
}
