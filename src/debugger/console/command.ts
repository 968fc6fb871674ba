import type { ReportLine } from '../../explorer/report/report-line.js';
import type { Debugger } from '../create-debugger.js';

/** Something that can be typed to a debugger. */
export interface Command {
  readonly name: string;
  /** One letter that does as well. */
  readonly letter?: string;
  /** What follows the name, as the help shows it. */
  readonly takes?: string;
  readonly explanation: string;
  /** Does it, and says what came of it. */
  run(call: Call): Promise<readonly ReportLine[]> | readonly ReportLine[];
  /** What could follow the name. */
  complete?(debug: Debugger): readonly string[];
}

/** One use of a command. */
export interface Call {
  readonly debug: Debugger;
  /** What follows the name, without space around it. */
  readonly rest: string;
  /** How many columns a line may take. */
  readonly width: number;
  /** Aborted where the user wants the run to stand still. */
  readonly signal: AbortSignal | undefined;
}

/** A command that was not typed as it is to be; the message says how. */
export class CommandLineError extends Error {
  readonly code = 'ERR_DEBUG_COMMAND';

  constructor(message: string) {
    super(message);
    this.name = 'CommandLineError';
  }
}
