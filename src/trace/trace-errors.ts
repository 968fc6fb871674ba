/**
 * What is wrong with a trace: not one, another version's, cut off, edited, with a line that says nothing, or begun
 * when the run had started.
 */
export type TraceProblem = 'not-a-trace' | 'version' | 'cut-off' | 'edited' | 'line' | 'begun-late';

/** A trace that cannot be used; the message names the line. */
export class TraceError extends Error {
  readonly code = 'ERR_TRACE';

  constructor(
    readonly problem: TraceProblem,
    message: string,
  ) {
    super(message);
    this.name = 'TraceError';
  }
}

/** A replay that came out otherwise than its recording. */
export class ReplayDivergence extends Error {
  readonly code = 'ERR_REPLAY_DIVERGED';

  constructor(
    /** The number of the decision at which it happened. */
    readonly step: number,
    /** What the recording says. */
    readonly expected: string,
    /** What could have happened instead, or what did happen. */
    readonly actual: string,
    message: string,
  ) {
    super(message);
    this.name = 'ReplayDivergence';
  }
}
