/**
 * Takes note of what a promise may be rejected with, for one that was given where none is taken: nobody waits for it,
 * and the host would end the process.
 */
export function disregardPromise(value: unknown): void {
  if (value instanceof Promise) {
    value.catch(() => undefined);
  }
}
