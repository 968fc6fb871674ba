import * as fc from 'fast-check';
import { stories } from './blueprints.js';
import type { Story } from './blueprints.js';
import type { Compiler } from './children.js';
import { observe } from './observe.js';
import type { Audience } from './observe.js';
import { observeInSystem } from './observe-in-system.js';
import type { SystemAudience } from './observe-in-system.js';

/** A story in which a compiler's machine does something else than XState's, and where. */
export interface Difference {
  readonly story: Story;
  /** What there was to see up to the first line that differs. */
  readonly before: readonly string[];
  readonly wanted: string | undefined;
  readonly got: string | undefined;
}

export interface SearchOptions {
  readonly compiler: Compiler;
  readonly audience: Audience | SystemAudience;
  /** How many pairs of a machine and a sequence of events to try, at least. */
  readonly pairs: number;
  readonly seed: number;
  /** Whether the difference is wanted as small as can be. */
  readonly shrink: boolean;
}

/** Looks for a difference; undefined if there is none in so many pairs. */
export async function findDifference({
  compiler,
  audience,
  pairs,
  seed,
  shrink,
}: SearchOptions): Promise<Difference | undefined> {
  const tried = { pairs: 0 };
  for (let round = 0; tried.pairs < pairs; round++) {
    const { counterexample } = await fc.check(
      fc.asyncProperty(stories, async (story) => {
        tried.pairs += story.sequences.length;
        return (await difference(story, compiler, audience)) === undefined;
      }),
      { numRuns: 100, seed: seed + round, endOnFailure: !shrink },
    );
    if (counterexample !== null) {
      return difference(counterexample[0], compiler, audience);
    }
  }
  return undefined;
}

async function difference(
  story: Story,
  compiler: Compiler,
  audience: Audience | SystemAudience,
): Promise<Difference | undefined> {
  const wanted = await watch(story, (machine) => machine, audience);
  const got = await watch(story, compiler, audience);
  const line = wanted.findIndex((one, index) => one !== got[index]);
  if (line < 0 && got.length === wanted.length) {
    return undefined;
  }
  const first = line < 0 ? wanted.length : line;
  return { story, before: wanted.slice(0, first), wanted: wanted[first], got: got[first] };
}

function watch(
  story: Story,
  compiler: Compiler,
  audience: Audience | SystemAudience,
): Promise<readonly string[]> {
  return audience === 'recorder' || audience === 'onlooker'
    ? observeInSystem(story, compiler, audience)
    : observe(story, compiler, audience);
}
