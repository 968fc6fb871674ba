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

/** A text that takes no more than so many columns. */
export function cutTo(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}
