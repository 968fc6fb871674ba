/** A system that cannot be explored: its factory throws, or returns none. */
export class SubjectError extends Error {
  readonly code = 'ERR_SUBJECT';

  constructor(message: string, cause?: unknown) {
    super(cause === undefined ? message : `${message}: ${describe(cause)}`, { cause });
    this.name = 'SubjectError';
  }
}

/** An option of an exploration that makes no sense; the message names it. */
export class ExploreOptionError extends Error {
  readonly code = 'ERR_EXPLORE_OPTION';

  constructor(
    readonly option: string,
    problem: string,
  ) {
    super(`${option}: ${problem}`);
    this.name = 'ExploreOptionError';
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
