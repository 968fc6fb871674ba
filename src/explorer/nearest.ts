import { closest } from 'fastest-levenshtein';

/** A hint at the known name that is most like the one given: `nearest: two-staff`. */
export function nearest(given: string, known: readonly string[]): string {
  return `nearest: ${closest(given, known)}`;
}
