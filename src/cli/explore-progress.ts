import { Presets, SingleBar } from 'cli-progress';
import { hostNow } from '../clock/host-timers.js';
import type { ExploreProgress } from '../explorer/explore-options.js';

/** What is over sooner, in milliseconds, needs no bar. */
const patience = 500;

/** Shows on the terminal how far an exploration has come, where that takes a while. */
export interface ExploreProgressBar {
  show(progress: ExploreProgress): void;
  end(): void;
}

/** Begins to count the time, and shows nothing yet. */
export function createExploreProgress(): ExploreProgressBar {
  const begun = hostNow();
  const bar = new SingleBar(
    {
      format: '{bar} {percentage}% of the budget · {schedules} schedules{doing}',
      clearOnComplete: true,
      barsize: 20,
      // Otherwise an interrupted exploration would leave a terminal that wraps no lines.
      linewrap: true,
    },
    Presets.shades_classic,
  );
  let isShown = false;
  return {
    show({ schedules, spent, isShrinking }) {
      const payload = { schedules, doing: isShrinking ? ' · one failed; shrinking it' : '' };
      if (isShown) {
        bar.update(100 * spent, payload);
      } else if (hostNow() - begun >= patience || isShrinking) {
        isShown = true;
        bar.start(100, 100 * spent, payload);
      }
    },
    end() {
      if (isShown) {
        bar.stop();
      }
    },
  };
}
