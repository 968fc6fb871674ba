import pc from 'picocolors';
import type { Host } from './host.js';
import type { Output } from './output.js';

export type Colours = ReturnType<typeof pc.createColors>;

/** The colours for one of the host's streams; none where it is no terminal, or where the user wants none. */
export function coloursFor({ wantsColours }: Host, output: Output): Colours {
  return pc.createColors(wantsColours && output.isTerminal);
}
