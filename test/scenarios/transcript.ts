import { readFileSync } from 'node:fs';
import type { TimedLine } from './play.js';

/** The lines of a transcript in `fixtures/`: what the tutorial's program says, from the first to the last line. */
export function transcript(name: string): readonly string[] {
  const text = readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8');
  return text.trimEnd().split('\n');
}

/** A line as transcripts have it: the time in seconds, `PROMPT` or, if there is a log, `LOG`, and the text. */
function transcriptLine({ time, channel, text }: TimedLine, hasLog: boolean): string {
  const tag = channel === 'prompt' ? 'PROMPT ' : channel === 'staff' && hasLog ? 'LOG ' : '';
  return `${(time / 1000).toFixed(2).padStart(8)} ${tag}${text.trimEnd()}`;
}

/** All lines of a run as a transcript has them; the answers are not part of it. */
export function transcribe(lines: readonly TimedLine[], hasLog: boolean): readonly string[] {
  return lines.filter(({ channel }) => channel !== 'answer').map((line) => transcriptLine(line, hasLog));
}
