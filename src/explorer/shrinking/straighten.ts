import type { Trials } from './trials.js';

/**
 * Makes the best schedule simpler by taking one decision earlier: at each place it tries each of the others that
 * were enabled there, as long as any of them helps.
 */
export async function straighten(trials: Trials): Promise<void> {
  for (let simplest; simplest !== trials.best; ) {
    simplest = trials.best;
    for (let place = 0; place < trials.length && trials.hasEffort; place++) {
      await tryOthersAt(place, trials);
    }
  }
}

async function tryOthersAt(place: number, trials: Trials): Promise<void> {
  const { best } = trials;
  for (const name of best?.enabled[place] ?? []) {
    const decisions = best?.result.decisions ?? [];
    const later = decisions.slice(place);
    if (name !== later[0] && trials.hasEffort) {
      const before = later.indexOf(name);
      const rest = before === -1 ? later : later.toSpliced(before, 1);
      await trials.simplifies([...decisions.slice(0, place), name, ...rest]);
    }
  }
}
