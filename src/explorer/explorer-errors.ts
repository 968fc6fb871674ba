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

/**
 * Two runs of a system under the same schedule which differ: the search cannot go back to where it was.
 *
 * The usual culprits are `Math.random`, `Date.now`, state outside of the contexts, and promises that settle in
 * the order of real input and output.
 */
export class NondeterminismError extends Error {
  readonly code = 'ERR_NONDETERMINISM';

  constructor(
    /** The number of the decision, from 1. */
    readonly step: number,
    readonly expected: string,
    readonly enabled: readonly string[],
  ) {
    super(
      `decision ${step}: "${expected}" was enabled before under the same schedule, and is not now (${listOf(enabled)}); ` +
        'look for Math.random, Date.now, state shared outside of contexts, or real input and output',
    );
    this.name = 'NondeterminismError';
  }
}

/** A replay line that cannot be read. */
export class ReplayLineError extends Error {
  readonly code = 'ERR_REPLAY_LINE';

  constructor(problem: string) {
    super(`the replay line cannot be read: ${problem}`);
    this.name = 'ReplayLineError';
  }
}

/** A replay line of another system than the one that it is to be run on. */
export class ReplaySystemError extends Error {
  readonly code = 'ERR_REPLAY_SYSTEM';

  constructor(
    /** The addresses that the line knows and this system does not start with. */
    readonly missing: readonly string[],
    /** The addresses that this system starts with and the line does not know. */
    readonly unknown: readonly string[],
  ) {
    const differences = [
      ...missing.map((address) => `${address} is missing`),
      ...unknown.map((address) => `${address} is new`),
    ];
    super(`the replay line is of a system that starts with other actors: ${differences.join(', ')}`);
    this.name = 'ReplaySystemError';
  }
}

/** A replayed schedule that no longer fits: its next decision is not enabled. */
export class ReplayMismatchError extends Error {
  readonly code = 'ERR_REPLAY_MISMATCH';

  constructor(
    /** The number of the decision, from 1. */
    readonly step: number,
    readonly expected: string,
    readonly enabled: readonly string[],
  ) {
    super(
      `the replay no longer fits: decision ${step} is "${expected}", which is not enabled; ${listOf(enabled)}`,
    );
    this.name = 'ReplayMismatchError';
  }
}

/** What is enabled, as errors list it. */
function listOf(enabled: readonly string[]): string {
  return enabled.length === 0 ? 'nothing is enabled' : `enabled: ${enabled.join('; ')}`;
}

function describe(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
