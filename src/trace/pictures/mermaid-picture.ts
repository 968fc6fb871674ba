import type { TraceSink } from '../trace-format.js';
import { shortNames } from '../words/short-names.js';
import {
  mermaidArrow,
  mermaidCast,
  mermaidComment,
  mermaidHead,
  mermaidNote,
  MOST_MERMAID,
} from './mermaid.js';
import { PictureError } from './picture-error.js';
import { columnName, type SequenceLayout } from './sequence-layout.js';

/**
 * Draws a sequence as the text of a Mermaid diagram; an arrow has the number of its step.
 *
 * @throws PictureError where Mermaid would not take so long a text
 */
export function drawMermaid({ system, columns, rows }: SequenceLayout, sink: TraceSink): void {
  const names = shortNames(columns.map(columnName));
  const { lines: participants, idOf } = mermaidCast(columns, (label) => {
    const name = columnName(label);
    return names.get(name) ?? name;
  });
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;
  const lines = [
    mermaidComment(`${system}: steps ${first} to ${last}`),
    ...mermaidHead(Math.max(1, first)),
    ...participants,
  ];
  let length = lengthOf(lines);
  let time = rows[0]?.time ?? 0;
  /** The number that Mermaid would give to the next arrow. */
  let next = Math.max(1, first);
  for (const { index, time: at, from, to, text, change, notes, isLost } of rows) {
    const own: string[] = [];
    if (at !== time) {
      own.push(mermaidNote(idOf(to), `at ${at} ms`));
    }
    if (index === 0) {
      // Mermaid counts arrows from 1; that the root starts needs none.
      own.push(mermaidNote(idOf(to), text));
    } else {
      own.push(
        ...(index === next ? [] : [`  autonumber ${index}`]),
        mermaidArrow(idOf(from), idOf(to), text, isLost),
      );
    }
    for (const note of [change, ...notes]) {
      if (note !== '') {
        own.push(mermaidNote(idOf(to), note));
      }
    }
    length += lengthOf(own);
    if (length > MOST_MERMAID) {
      throw new PictureError(
        'too-large',
        `Mermaid takes ${MOST_MERMAID} characters, which suffice for the steps ${first} to ${next - 1}`,
      );
    }
    lines.push(...own);
    time = at;
    next = index + 1;
  }
  for (const line of lines) {
    sink(line);
  }
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
