/**
 * Leaves items out of a list until what is left still fails and would no longer without any one of them, as far as
 * asking tells: it must fail by itself, and the answers need not be monotone.
 *
 * The algorithm ddmin of A. Zeller, R. Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE
 * 28(2), 2002, section 3, with the empty list asked first.
 *
 * @param fails - told a shorter list, whether it fails as well
 * @param mayAsk - whether there is time for another question; where there is none, the list stays as it is
 */
export async function minimizeList<T>(
  items: readonly T[],
  fails: (items: readonly T[]) => Promise<boolean>,
  mayAsk: () => boolean,
): Promise<readonly T[]> {
  if (items.length === 0 || !mayAsk()) {
    return items;
  }
  if (await fails([])) {
    return [];
  }
  let left = items;
  let parts = 2;
  while (left.length > 1 && mayAsk()) {
    const smaller = await firstThatFails(left, parts, fails, mayAsk);
    if (smaller !== undefined) {
      left = smaller.items;
      parts = smaller.parts;
    } else if (parts < left.length) {
      parts = Math.min(left.length, 2 * parts);
    } else {
      break;
    }
  }
  return left;
}

/** One part of a list, or the list without one, that fails, and into how many parts to cut it next. */
async function firstThatFails<T>(
  items: readonly T[],
  parts: number,
  fails: (items: readonly T[]) => Promise<boolean>,
  mayAsk: () => boolean,
): Promise<{ readonly items: readonly T[]; readonly parts: number } | undefined> {
  const cuts = Array.from({ length: parts + 1 }, (_, part) => Math.floor((part * items.length) / parts));
  const ranges = cuts.slice(1).map((end, part) => [cuts[part] ?? 0, end] as const);
  for (const [begin, end] of ranges) {
    if (!mayAsk()) {
      return undefined;
    }
    const part = items.slice(begin, end);
    if (await fails(part)) {
      return { items: part, parts: 2 };
    }
  }
  // Of two parts, each is what the other leaves.
  for (const [begin, end] of parts > 2 ? ranges : []) {
    if (!mayAsk()) {
      return undefined;
    }
    const rest = [...items.slice(0, begin), ...items.slice(end)];
    if (await fails(rest)) {
      return { items: rest, parts: parts - 1 };
    }
  }
  return undefined;
}
