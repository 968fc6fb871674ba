import { statSync } from 'node:fs';
import { Presets, SingleBar } from 'cli-progress';
import { readLines } from '../trace/trace-file.js';

/** A file of fewer bytes is read before one could look at a bar. */
const LARGE = 32 * 1024 * 1024;

/** How many lines are read between two looks at the bar. */
const LINES = 1000;

/** Reads the lines of a file and, where that takes a while, shows on the terminal how far it is. */
export async function* readWithProgress(path: string, doing: string): AsyncGenerator<string> {
  const { size } = statSync(path);
  if (size < LARGE) {
    yield* readLines(path);
    return;
  }
  const bar = new SingleBar(
    { format: `${doing} {bar} {percentage}%`, clearOnComplete: true, barsize: 30 },
    Presets.shades_classic,
  );
  bar.start(size, 0);
  let bytes = 0;
  let lines = 0;
  try {
    for await (const line of readLines(path)) {
      bytes += Buffer.byteLength(line) + 1;
      if (++lines % LINES === 0) {
        bar.update(bytes);
      }
      yield line;
    }
  } finally {
    bar.stop();
  }
}
