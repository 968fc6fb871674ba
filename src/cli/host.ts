import type { Output } from './output.js';

/** The process, as the commands see it. */
export interface Host {
  readonly stdin: NodeJS.ReadStream;
  /** Standard output, for results. */
  readonly stdout: Output;
  /** Standard error, for progress and notes. */
  readonly stderr: Output;
  /** Aborted, with the reason, where a command has to stop at once. */
  readonly stop: AbortController;
  /** Whether `NO_COLOR` and the like forbid colours even on a terminal. */
  readonly wantsColours: boolean;
}
