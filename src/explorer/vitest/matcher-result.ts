/** What Vitest wants to know of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}
