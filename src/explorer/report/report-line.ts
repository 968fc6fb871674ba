import { cutTo } from '../../trace/words/one-line.js';

/** How many columns a report takes unless told otherwise. */
export const USUAL_WIDTH = 100;

/** A line of a report, and what it is in it, so that a terminal can colour it. */
export interface ReportLine {
  readonly text: string;
  readonly tone: ReportTone;
}

/**
 * - `good` and `bad`: the verdict
 * - `marked`: what to look at first
 * - `quiet`: what to look at last
 */
export type ReportTone = 'good' | 'bad' | 'marked' | 'plain' | 'quiet';

/** A line of one tone. */
export function lineOf(text: string, tone: ReportTone = 'plain'): ReportLine {
  return { text: text.trimEnd(), tone };
}

/** A text in lines of so many columns, broken between words; what is beyond the last line is left out. */
export function wrap(text: string, width: number, most: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    }
  }
  const shown = lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join(' ')] : lines;
  return shown.map((line) => cutTo(line, width));
}
