/** Where two JSON values first differ, and what stands there in each. */
export interface Difference {
  /** Such as `effects[1].to`; empty for the values themselves. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Finds the first difference of two JSON values, in the order of the expected value's keys; `undefined` when equal. */
export function firstDifference(expected: unknown, actual: unknown, path = ''): Difference | undefined {
  if (Object.is(expected, actual)) {
    return undefined;
  }
  if (!isContainer(expected) || !isContainer(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    return { path, expected, actual };
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const step = Array.isArray(expected) ? `[${key}]` : `${path === '' ? '' : '.'}${key}`;
    const difference = firstDifference(expected[key], actual[key], `${path}${step}`);
    if (difference !== undefined) {
      return difference;
    }
  }
  return undefined;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
