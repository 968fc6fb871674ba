import { cutTo, inOneLine } from '../words/one-line.js';

/** The longest text of a diagram that Mermaid draws, in characters, unless its configuration says otherwise. */
export const MOST_MERMAID = 50_000;

const LONGEST_TEXT = 60;
const LONGEST_NOTE = 110;

/** Who takes part in a Mermaid sequence diagram, by the ids that its lines use. */
export interface MermaidCast {
  /** The lines that declare them, in order. */
  readonly lines: readonly string[];
  readonly idOf: (address: string) => string;
}

/** The first line of every sequence diagram, and the numbers at its arrows, from `first` on; it cannot be 0. */
export function mermaidHead(first = 1): string[] {
  return ['sequenceDiagram', first === 1 ? '  autonumber' : `  autonumber ${first}`];
}

/** Declares who takes part; `nameOf` says what stands in the picture. */
export function mermaidCast(addresses: readonly string[], nameOf: (address: string) => string): MermaidCast {
  const ids = new Map(addresses.map((address, index) => [address, `a${index + 1}`]));
  const idOf = (address: string): string => ids.get(address) ?? 'a0';
  return {
    lines: addresses.map((address) => `  participant ${idOf(address)} as ${mermaidText(nameOf(address))}`),
    idOf,
  };
}

/** An arrow between two ids; one that ends in a cross where what was sent is lost. */
export function mermaidArrow(from: string, to: string, text: string, isLost: boolean): string {
  return `  ${from}${isLost ? '-x' : '->>'}${to}: ${mermaidText(text)}`;
}

/** A note over one who takes part. */
export function mermaidNote(over: string, text: string): string {
  return `  Note over ${over}: ${mermaidText(text, LONGEST_NOTE)}`;
}

/** A comment, which is not drawn. */
export function mermaidComment(text: string): string {
  return `%% ${inOneLine(text)}`;
}

/** A text without what ends a line of Mermaid or has a meaning there. */
function mermaidText(text: string, longest = LONGEST_TEXT): string {
  const shown = cutTo(inOneLine(text).trim(), longest);
  if (shown === '') {
    // An empty text is no text to Mermaid, which then takes the next line for it.
    return '#8203;';
  }
  return shown
    .replaceAll(/[#;%<>{}]/g, (sign) => `#${sign.charCodeAt(0)};`)
    .replace(/^(no)?wrap:/, '$1wrap#58;');
}
