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

const LONGEST_EVENT = 60;

/**
 * Writes a failing schedule as a Mermaid sequence diagram, as GitHub and many editors draw it; the replay line
 * stands in a comment at its top.
 */
export function sequenceDiagram({ property, message, steps, exchange, replay }: FailureExplanation): string {
  const addresses = [...new Set(steps.flatMap(({ from, to }) => [from, to]))];
  const names = shortNames(addresses);
  const { lines: participants, idOf } = mermaidCast(addresses, (address) => names.get(address) ?? address);
  const lines = [
    mermaidComment(`${property}: ${message}`),
    mermaidComment(`replay('${replay}')`),
    ...mermaidHead(),
    ...participants,
  ];
  for (const step of steps) {
    const { from, to, before } = step;
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
  const last = steps.at(-1);
  if (last !== undefined) {
    lines.push(mermaidNote(idOf(last.to), message));
  }
  return `${lines.join('\n')}\n`;
}
