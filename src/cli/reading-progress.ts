import { Presets, SingleBar } from 'cli-progress';

/** A file of fewer bytes is read before one could look at a bar. */
const LARGE = 32 * 1024 * 1024;

/** How many lines are read between two looks at the bar. */
const LINES = 1000;

export interface ReadingProgressOptions {
  /** How many bytes there are to read. */
  readonly size: number;
  /** What the lines are read for, in a word. */
  readonly doing: string;
}

/** Passes lines on and, where that takes a while, shows on the terminal how far it is. */
export async function* showReading(
  lines: AsyncIterable<string>,
  { size, doing }: ReadingProgressOptions,
): AsyncGenerator<string> {
  if (size < LARGE) {
    yield* lines;
    return;
  }
  const bar = new SingleBar(
    // Lines are wrapped as ever, so that a terminal is left as it was by whoever ends the process meanwhile.
    { format: `${doing} {bar} {percentage}%`, clearOnComplete: true, barsize: 30, linewrap: true },
    Presets.shades_classic,
  );
  let bytes = 0;
  let count = 0;
  try {
    for await (const line of lines) {
      bytes += Buffer.byteLength(line) + 1;
      if (++count === LINES) {
        bar.start(size, bytes);
      } else if (count % LINES === 0) {
        bar.update(bytes);
      }
      yield line;
    }
  } finally {
    bar.stop();
  }
}
