/**
 * The shortest sequence that a list ends with at least three times over; `undefined` where there is none of up to
 * a hundred items. A run that never comes to rest usually ends in one.
 */
export function repeatingTail(items: readonly string[]): readonly string[] | undefined {
  for (let length = 1; length <= LONGEST && 3 * length <= items.length; length++) {
    let repeats = true;
    for (let i = 1; repeats && i <= 2 * length; i++) {
      repeats = items.at(-i) === items.at(-i - length);
    }
    if (repeats) {
      return items.slice(-length);
    }
  }
  return undefined;
}

const LONGEST = 100;
