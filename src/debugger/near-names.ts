import { distance } from 'fastest-levenshtein';

/** How many names a hint has at the most. */
const MOST = 3;

/**
 * A hint at the known names that are most like the one given, the nearest first, and of equally near ones the first
 * known: `near it: kitchen, counter`.
 */
export function nearText(given: string, known: Iterable<string>): string {
  const names = [...new Set(known)]
    .map((name) => ({ name, far: distance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST)
    .map(({ name }) => name);
  return names.length === 0 ? 'nothing of the kind is known' : `near it: ${names.join(', ')}`;
}
