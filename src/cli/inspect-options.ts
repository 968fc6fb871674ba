import { type InspectorOptions } from '../inspector/create-inspector.js';
import { pageKinds } from '../inspector/page-kind.js';
import { usageError } from './command-error.js';
import { readNumber } from './read-number.js';

/** The clock of a run that somebody watches, unless another is asked for. */
export const WATCHED_CLOCK = '10x';

/** The options for a run that is watched in a browser, as they were typed. */
export interface InspectOptions {
  readonly inspect?: true | string;
  readonly inspectPort?: string;
  readonly inspectPage?: string;
  readonly inspectCommands?: true;
}

/** What the options ask for; `undefined` where nobody wants to watch. */
export function readInspect({
  inspect,
  inspectPort,
  inspectPage,
  inspectCommands,
}: InspectOptions): InspectorOptions | undefined {
  if (inspect === undefined) {
    // The page alone may come from the environment, and then stands there for all runs.
    const given = inspectPort === undefined ? inspectCommands && '--inspect-commands' : '--inspect-port';
    if (given !== undefined) {
      throw usageError(`${given} is for --inspect`);
    }
    return undefined;
  }
  const kind = inspect === true ? 'stately' : pageKinds.find((known) => known === inspect);
  if (kind === undefined) {
    throw usageError(`--inspect takes ${pageKinds.join(' or ')}; got ${JSON.stringify(inspect)}`);
  }
  if (inspectCommands === true && kind !== 'viz') {
    throw usageError('--inspect-commands is for --inspect=viz; the Stately inspector sends none');
  }
  return {
    kind,
    ...(inspectPage === undefined ? {} : { page: inspectPage }),
    ...(inspectPort === undefined ? {} : { port: readPort(inspectPort) }),
    commands: inspectCommands === true,
  };
}

const readPort = (text: string) =>
  readNumber('--inspect-port', text, { least: 0, most: 65_535, isWhole: true, unit: '' });
