import { defaultScenario, scenarios } from '../restaurant/scenarios.js';
import { coloursFor } from './colours.js';
import type { Host } from './host.js';

/** `short-order scenarios`: each with a line of explanation. */
export function scenariosCommand(host: Host): void {
  const { bold } = coloursFor(host, host.stdout);
  const width = Math.max(...scenarios.map(({ name }) => name.length)) + 2;
  for (const { name, explanation } of scenarios) {
    const isDefault = name === defaultScenario ? ' (the default)' : '';
    host.stdout.say(`${bold(name.padEnd(width))}${explanation}${isDefault}`);
  }
}
