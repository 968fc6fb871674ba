import type { TraceLines } from '../read-trace.js';
import type { TraceSink } from '../trace-format.js';
import { gatherLanes } from './lane-chart.js';
import { drawLanePage } from './lane-page.js';
import { drawMermaid } from './mermaid-picture.js';
import { pageProgram } from './page-program.js';
import { drawPerfetto } from './perfetto-picture.js';
import type { Section } from './section.js';
import { layOutSequence } from './sequence-layout.js';
import { Series } from './series.js';
import { drawSvg, MOST_SVG_STEPS } from './svg-picture.js';
import { type StoryItem, tellStory } from './trace-story.js';

/**
 * The kinds of pictures:
 * - `mermaid`: a sequence diagram as text
 * - `svg`: the same, drawn
 * - `html`: a swim-lane chart, as a page
 * - `perfetto`: the Chrome trace event format, as Perfetto opens it
 */
export const pictureKinds = ['mermaid', 'svg', 'html', 'perfetto'] as const;

export type PictureKind = (typeof pictureKinds)[number];

export interface DrawOptions {
  readonly as: PictureKind;
  /** What to draw; a page takes no actors, and Perfetto takes the whole trace in any case. */
  readonly section?: Section;
  /** Numbers to show over time, in a page and for Perfetto; see {@link Series}. */
  readonly series?: readonly string[];
  /** The same; where the trace has none of the name, it is left out. */
  readonly seriesIfAny?: readonly string[];
}

/**
 * Draws a recorded trace.
 *
 * @param read - begins to read the trace; it may be read twice, and for Perfetto it is never held in memory
 * @param sink - takes the picture, line by line; but for Perfetto nothing before all is known to be well
 * @throws PictureError where the trace does not have what is asked for, or too much of it
 * @throws TraceError where it is no trace, of another version, or cut off; `verifyTrace` tells before
 */
export async function drawTrace(
  read: () => TraceLines,
  options: DrawOptions,
  sink: TraceSink,
): Promise<void> {
  const { as, section = {} } = options;
  switch (as) {
    case 'mermaid':
      drawMermaid(await layOutSequence(tellStory(read()), section, MOST_SVG_STEPS), sink);
      break;
    case 'svg':
      drawSvg(await layOutSequence(tellStory(read()), section, MOST_SVG_STEPS), sink);
      break;
    case 'html':
      drawLanePage(await gatherLanes(tellStory(read()), section, seriesOf(options)), pageProgram(), sink);
      break;
    case 'perfetto':
      if (options.series !== undefined && options.series.length > 0) {
        await checkSeries(tellStory(read()), seriesOf(options));
      }
      await drawPerfetto(tellStory(read()), sink, seriesOf(options));
      break;
  }
}

function seriesOf({ series = [], seriesIfAny = [] }: DrawOptions): Series[] {
  return [...series.map((name) => new Series(name)), ...seriesIfAny.map((name) => new Series(name, false))];
}

/** Reads a trace only to see whether it has the series, so that nothing is written where it has not. */
async function checkSeries(story: AsyncIterable<StoryItem>, series: readonly Series[]): Promise<void> {
  for await (const item of story) {
    if (item.kind === 'step') {
      for (const one of series) {
        one.read(item.step);
      }
    }
  }
  for (const one of series) {
    one.check();
  }
}
