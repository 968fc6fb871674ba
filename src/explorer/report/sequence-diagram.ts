import type { Address } from '../../bus/address.js';
import { OUTSIDE } from '../../bus/address.js';
import { changeText } from './state-text.js';
import type { FailureExplanation } from './failure-explanation.js';
import { cutTo } from './report-line.js';
import { stepText } from './schedule-picture.js';
import { shortNames } from './short-names.js';

const LONGEST_TEXT = 60;

/**
 * Writes a failing schedule as a Mermaid sequence diagram, as GitHub and many editors draw it; the replay line
 * stands in a comment at its top.
 */
export function sequenceDiagram({ property, message, steps, exchange, replay }: FailureExplanation): string {
  const addresses = [...new Set(steps.flatMap(({ from, to }) => [from, to]))];
  const names = shortNames(addresses);
  const ids = new Map(addresses.map((address, index) => [address, `a${index + 1}`]));
  const idOf = (address: Address): string => ids.get(address) ?? OUTSIDE;
  const lines = [
    `%% ${property}: ${message}`.replaceAll(/\s+/g, ' '),
    `%% replay('${replay}')`,
    'sequenceDiagram',
    '  autonumber',
    ...addresses.map((address) => `  participant ${idOf(address)} as ${safe(names.get(address) ?? address)}`),
  ];
  for (const step of steps) {
    const { from, to, before } = step;
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
  const last = steps.at(-1);
  if (last !== undefined) {
    lines.push(`  Note over ${idOf(last.to)}: ${safe(message)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A text without what ends a line of Mermaid or has a meaning there. */
function safe(text: string): string {
  return cutTo(text.replaceAll(/\s+/g, ' '), LONGEST_TEXT).replaceAll(/[#;%]/g, (sign) =>
    sign === '#' ? '#35;' : sign === ';' ? '#59;' : '#37;',
  );
}
