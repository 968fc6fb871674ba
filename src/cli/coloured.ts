import type { ReportLine } from '../explorer/report/report-line.js';
import type { Colours } from './colours.js';

/** A line of a report in the colours of its tone. */
export function coloured({ text, tone }: ReportLine, { bold, dim, green, red, yellow }: Colours): string {
  switch (tone) {
    case 'good':
      return bold(green(text));
    case 'bad':
      return bold(red(text));
    case 'marked':
      return yellow(text);
    case 'quiet':
      return dim(text);
    case 'plain':
      return text;
  }
}
