import { TraceError } from './trace-errors.js';

/** The most characters of a line. What goes on for longer is no trace, and would not fit into memory. */
const LONGEST_LINE = 100_000_000;

/**
 * The lines of a text that comes in pieces; of the text no more is kept than the line that is under way.
 *
 * Only the line feed ends a line: Node's `readline` would split JSON text at U+2028 as well.
 *
 * @param longest - the most characters of a line
 * @throws {@link TraceError} where a line has more
 */
export async function* linesOf(
  pieces: AsyncIterable<string> | Iterable<string>,
  longest = LONGEST_LINE,
): AsyncGenerator<string> {
  // Joined once, at the end of the line: to search the whole again at each piece costs the square of its length.
  let begun: string[] = [];
  let length = 0;
  let lineNumber = 1;
  let position = 0;
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', from)) {
      const last = piece.slice(from, end);
      from = end + 1;
      yield begun.length === 0 ? last : [...begun, last].join('');
      position += length + last.length + 1;
      lineNumber++;
      begun = [];
      length = 0;
    }
    if (from < piece.length) {
      begun.push(piece.slice(from));
      length += piece.length - from;
    }
    if (length > longest) {
      throw new TraceError(
        'line',
        `line ${lineNumber}, which begins at character ${position}, has no end within ${longest} characters; no line of a trace is as long`,
      );
    }
  }
  if (length > 0) {
    yield begun.join('');
  }
}
