/** A fenced block of a document that shows what somebody types at a terminal and what comes back. */
export interface ConsoleBlock {
  /** The line of the opening fence, from 1. */
  readonly line: number;
  readonly entries: readonly ConsoleEntry[];
}

/** One command and all that it printed, standard error included. */
export interface ConsoleEntry {
  readonly command: string;
  readonly output: readonly string[];
}

const opening = '```console';
const fence = '```';
const prompt = '$ ';

/** The console blocks of a Markdown document, in order. */
export function consoleBlocks(markdown: string): ConsoleBlock[] {
  const blocks: ConsoleBlock[] = [];
  const lines = markdown.split('\n');
  for (let index = 0; index < lines.length; index++) {
    if (lines[index] !== opening) continue;
    const end = lines.indexOf(fence, index);
    blocks.push({ line: index + 1, entries: entriesOf(lines.slice(index + 1, end)) });
    index = end;
  }
  return blocks;
}

/** The document with the output of each of its commands replaced; `outputOf` is told the line of the fence as well. */
export function withOutputs(
  markdown: string,
  outputOf: (command: string, fenceLine: number) => readonly string[],
): string {
  const lines: string[] = [];
  let inBlock = false;
  let fenceLine = 0;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (line === opening) {
      fenceLine = index + 1;
    }
    if (!inBlock || line === fence) {
      inBlock = line === opening;
      lines.push(line);
    } else if (line.startsWith(prompt)) {
      lines.push(line, ...outputOf(line.slice(prompt.length), fenceLine));
    }
  }
  return lines.join('\n');
}

function entriesOf(lines: readonly string[]): ConsoleEntry[] {
  const entries: { command: string; output: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith(prompt)) {
      entries.push({ command: line.slice(prompt.length), output: [] });
    } else {
      entries.at(-1)?.output.push(line);
    }
  }
  return entries;
}
