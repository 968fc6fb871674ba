import { lineOf, type ReportLine } from '../../explorer/report/report-line.js';
import { cutTo } from '../../trace/words/one-line.js';
import type { Debugger, Stop } from '../create-debugger.js';
import type { Call, Command } from './command.js';
import { readCount, readTime } from './read-words.js';
import { journeyText, stepLine } from './step-text.js';
import { stopLines } from './stop-text.js';

/** The most decisions that are shown on the way, beside the last. */
const MOST_ON_THE_WAY = 20;

/** The commands that take decisions, or take them back. */
export const movingCommands: readonly Command[] = [
  {
    name: 'step',
    letter: 's',
    takes: '[n]',
    explanation: 'take the next decision, or so many',
    run: async (call) => {
      const { debug, rest, signal, width } = call;
      const before = debug.stop.decision;
      const stop = await debug.step(readCount('step', rest, 1), signal);
      return [...onTheWay(debug, before, stop, width), ...stopLines(stop, width)];
    },
  },
  moving('over', 'o', '', 'go on until the same actor acts again', ({ debug, signal }) => debug.over(signal)),
  moving('continue', 'c', '', 'go on until a breakpoint or the end', ({ debug, signal }) =>
    debug.continue(signal),
  ),
  moving('until', 'u', '<time>', 'go on up to a time of the run: until 5s', ({ debug, rest, signal }) =>
    debug.until(readTime('until', rest), signal),
  ),
  moving('back', undefined, '[n]', 'go back a decision, or so many', ({ debug, rest }) =>
    debug.back(readCount('back', rest, 1)),
  ),
  moving('goto', 'g', '<n>', 'go to where n decisions have been taken', ({ debug, rest, signal }) =>
    debug.goTo(readCount('goto', rest), signal),
  ),
  {
    name: 'pick',
    letter: 'p',
    takes: '[n]',
    explanation: 'list what can be decided now, or decide it by its number',
    run: async ({ debug, rest, width }) => {
      if (rest === '') {
        return choiceLines(debug, width);
      }
      return stopLines(await debug.pick(readCount('pick', rest) - 1), width);
    },
  },
];

function moving(
  name: string,
  letter: string | undefined,
  takes: string,
  explanation: string,
  go: (call: Call) => Promise<Stop>,
): Command {
  return {
    name,
    ...(letter === undefined ? {} : { letter }),
    takes,
    explanation,
    run: async (call) => stopLines(await go(call), call.width),
  };
}

/** The decisions between two stops, the last of them where there are many. */
function onTheWay(debug: Debugger, before: number, { decision }: Stop, width: number): ReportLine[] {
  const taken = debug.steps.slice(before + 1, decision);
  const shown = taken.slice(-MOST_ON_THE_WAY);
  const left = taken.length - shown.length;
  return [
    ...(left > 0 ? [lineOf(`        … ${left} decisions …`, 'quiet')] : []),
    ...shown.map((step) => lineOf(stepLine(step, width))),
  ];
}

async function choiceLines(debug: Debugger, width: number): Promise<ReportLine[]> {
  const { next } = debug.stop;
  const choices = await debug.choices();
  if (choices.length === 0) {
    return [lineOf('nothing can happen any more', 'quiet')];
  }
  return choices.map(({ name, decision, isFault }, place) => {
    const isNext = name === next?.name;
    const due = decision.kind === 'fire' ? ` (due at ${decision.time} ms)` : '';
    const text = `${isNext ? '>' : ' '}${String(place + 1).padStart(3)}  ${journeyText(decision)}${due}`;
    return lineOf(cutTo(text, width), isFault ? 'quiet' : isNext ? 'marked' : 'plain');
  });
}
