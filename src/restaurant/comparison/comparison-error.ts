/** A run that was to be measured, and did not end as it should have. */
export class ComparisonError extends Error {
  override readonly name = 'ComparisonError';
  readonly code = 'ERR_COMPARISON';
}
