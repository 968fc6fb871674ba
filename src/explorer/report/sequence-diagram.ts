import {
  mermaidArrow,
  mermaidCast,
  mermaidComment,
  mermaidHead,
  mermaidNote,
} from '../../trace/pictures/mermaid.js';
import { cutTo } from '../../trace/words/one-line.js';
import { shortNames } from '../../trace/words/short-names.js';
import { changeText } from '../../trace/words/state-text.js';
import { stepText } from '../../trace/words/step-text.js';
import type { FailureExplanation } from './failure-explanation.js';
import { leftOutText, type Room, shownSteps } from './shown-steps.js';

const LONGEST_EVENT = 60;
/** Mermaid refuses more than 50,000 characters, and nobody would look at as many. */
const ROOM: Room = { most: 200, first: 10, last: 120 };
/** As long as it may be in a comment; a longer one is in the file beside. */
const LONGEST_REPLAY = 1000;

/**
 * Writes a failing schedule as a Mermaid sequence diagram, as GitHub and many editors draw it; a replay line that is
 * not too long stands in a comment at its top. Of a long schedule the middle is left out.
 */
export function sequenceDiagram({ property, message, steps, exchange, replay }: FailureExplanation): string {
  const shown = shownSteps(steps, exchange, ROOM);
  const addresses = [...new Set(shown.flatMap(({ from, to }) => [from, to]))];
  const names = shortNames(addresses);
  const { lines: participants, idOf } = mermaidCast(addresses, (address) => names.get(address) ?? address);
  const lines = [
    mermaidComment(`${property}: ${message}`),
    ...(replay.length <= LONGEST_REPLAY ? [mermaidComment(`replay('${replay}')`)] : []),
    ...mermaidHead(),
    ...participants,
  ];
  let last = 0;
  for (const step of shown) {
    const { index, from, to, before } = step;
    if (index > last + 1) {
      lines.push(mermaidNote(idOf(to), leftOutText(index - last - 1)), `  autonumber ${index}`);
    }
    last = index;
    lines.push(mermaidArrow(idOf(from), idOf(to), stepText(step), step.kind === 'drop'));
    const change = changeText(step);
    if (change !== (before?.state ?? '')) {
      lines.push(mermaidNote(idOf(to), change));
    }
    if (step === exchange?.earlier) {
      lines.push(
        mermaidNote(
          idOf(to),
          `had ${cutTo(stepText(exchange.later), LONGEST_EVENT)} come before this, it would have held`,
        ),
      );
    }
  }
  const end = shown.at(-1);
  if (end !== undefined) {
    lines.push(mermaidNote(idOf(end.to), message));
  }
  return `${lines.join('\n')}\n`;
}
