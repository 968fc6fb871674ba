/**
 * Work for the processor, and for nothing else: the same number of rounds gives the same result and keeps whichever
 * thread runs it busy for the same time.
 *
 * @param rounds - how many; some hundred million take a second
 * @returns a number in which all rounds have a part, so that none can be left out
 */
export function compute(rounds: number): number {
  let value = 1;
  for (let round = 0; round < rounds; round++) {
    value = Math.imul(value ^ round, 0x9e37_79b1);
  }
  return value;
}
