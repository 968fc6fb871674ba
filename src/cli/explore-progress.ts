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
      format: '{bar} {percentage}% · {value} of {total} schedules{doing}',
      clearOnComplete: true,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  let isShown = false;
  return {
    show({ schedules, budget, isShrinking }) {
      const payload = { doing: isShrinking ? ' · one failed; looking for the shortest that does' : '' };
      if (isShown) {
        bar.update(schedules, payload);
      } else if (hostNow() - begun >= patience || isShrinking) {
        isShown = true;
        bar.start(budget, schedules, payload);
      }
    },
    end() {
      if (isShown) {
        bar.stop();
      }
    },
  };
}
