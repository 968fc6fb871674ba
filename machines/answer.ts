/** More than this of one dish is no order that a kitchen would take. */
export const mostOfOneDish = 10_000;

/**
 * The number in a customer's answer, or `null` when the answer is a goodbye: anything that is no whole number
 * from 0 to {@link mostOfOneDish}. Spaces around the number do not matter.
 */
export function countIn(answer: string): number | null {
  const text = answer.trim();
  if (!/^\d+$/.test(text)) return null;
  const count = Number(text);
  return count <= mostOfOneDish ? count : null;
}
