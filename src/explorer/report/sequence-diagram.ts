import type { Address } from '../../bus/address.js';
import { OUTSIDE } from '../../bus/address.js';
import { changeText } from './state-text.js';
import type { FailureExplanation } from './failure-explanation.js';
import { cutTo } from './report-line.js';
import { stepText } from './schedule-picture.js';
import { shortNames } from './short-names.js';
import { leftOutText, type Room, shownSteps } from './shown-steps.js';

const LONGEST_TEXT = 60;
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
  const ids = new Map(addresses.map((address, index) => [address, `a${index + 1}`]));
  const idOf = (address: Address): string => ids.get(address) ?? OUTSIDE;
  const lines = [
    `%% ${property}: ${message}`.replaceAll(/\s+/g, ' '),
    ...(replay.length <= LONGEST_REPLAY ? [`%% replay('${replay}')`] : []),
    'sequenceDiagram',
    '  autonumber',
    ...addresses.map((address) => `  participant ${idOf(address)} as ${safe(names.get(address) ?? address)}`),
  ];
  let last = 0;
  for (const step of shown) {
    const { index, from, to, before } = step;
    if (index > last + 1) {
      lines.push(`  Note over ${idOf(to)}: ${leftOutText(index - last - 1)}`, `  autonumber ${index}`);
    }
    last = index;
    const isLost = step.kind === 'drop';
    lines.push(`  ${idOf(from)}${isLost ? '-x' : '->>'}${idOf(to)}: ${safe(stepText(step))}`);
    const change = changeText(step);
    if (change !== (before?.state ?? '')) {
      lines.push(`  Note over ${idOf(to)}: ${safe(change)}`);
    }
    if (step === exchange?.earlier) {
      lines.push(
        `  Note over ${idOf(to)}: had ${safe(stepText(exchange.later))} come before this, it would have held`,
      );
    }
  }
  const end = shown.at(-1);
  if (end !== undefined) {
    lines.push(`  Note over ${idOf(end.to)}: ${safe(message)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A text without what ends a line of Mermaid or has a meaning there. */
function safe(text: string): string {
  return cutTo(text.replaceAll(/\s+/g, ' '), LONGEST_TEXT).replaceAll(/[#;%]/g, (sign) =>
    sign === '#' ? '#35;' : sign === ';' ? '#59;' : '#37;',
  );
}
