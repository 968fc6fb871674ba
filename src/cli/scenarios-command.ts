import { wrap } from '../explorer/report/report-line.js';
import { defaultScenario, scenarios } from '../restaurant/scenarios.js';
import { coloursFor } from './colours.js';
import type { Host } from './host.js';

/** `short-order scenarios`: each with a line of explanation. */
export function scenariosCommand(host: Host): void {
  const { columns = Number.POSITIVE_INFINITY } = host.stdout;
  const { bold } = coloursFor(host, host.stdout);
  const width = Math.max(...scenarios.map(({ name }) => name.length)) + 2;
  for (const { name, explanation } of scenarios) {
    const isDefault = name === defaultScenario ? ' (the default)' : '';
    const [first = '', ...rest] = wrap(`${explanation}${isDefault}`, columns - width, explanation.length);
    host.stdout.say(`${bold(name.padEnd(width))}${first}`);
    rest.forEach((line) => host.stdout.say(`${' '.repeat(width)}${line}`));
  }
}
