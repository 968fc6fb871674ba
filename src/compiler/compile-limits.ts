/** How much a compiled machine remembers; whatever it does not is worked out anew, or left to XState. */
export interface CompileLimits {
  /** Configurations of active states. */
  readonly configurations: number;
  /** How many others it meets before it forgets those that it knows, since it seems to be elsewhere now. */
  readonly patience: number;
  /** Types of events, for each configuration and each state. */
  readonly types: number;
  /** For transitions that lead to history: states of all that is remembered as history. */
  readonly histories: number;
}

/** Enough for any machine that people write; a machine with more configurations runs at XState's speed. */
export const COMPILE_LIMITS: CompileLimits = {
  configurations: 2000,
  patience: 40_000,
  types: 256,
  histories: 16,
};
