import { ExpressionError } from './expression-error.js';

/** A word of a condition. */
export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'symbol' | 'end';
  /** A symbol or a name as it stands; of a string what it stands for. */
  readonly text: string;
  /** Its offset in the condition, from 0. */
  readonly position: number;
}

/** Between letters and digits `-` and `/` belong to a name, as in the addresses `staff-1` and `root/cook`. */
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*(?:[-/][\p{L}\p{N}_$]+)*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SYMBOL = /\|\||&&|[=!]=|[<>]=?|[-+*/%!()[\].]/y;
const SPACE = /\s*/y;

/** What people write who know other languages, and what to write here. */
const HINTS: Readonly<Record<string, string>> = {
  '=': 'write == to compare',
  '&': 'write && for and',
  '|': 'write || for or',
};

/** Takes a condition apart; the last token is its end. Throws an {@link ExpressionError}. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let position = skip(text, 0);
  while (position < text.length) {
    const { token, end } = tokenAt(text, position);
    tokens.push(token);
    position = skip(text, end);
  }
  return [...tokens, { kind: 'end', text: '', position: text.length }];
}

function tokenAt(text: string, position: number): { readonly token: Token; readonly end: number } {
  for (const [kind, pattern] of [
    ['number', NUMBER],
    ['name', NAME],
    ['symbol', SYMBOL],
  ] as const) {
    const found = matchAt(pattern, text, position);
    if (found !== undefined) {
      if ((found === '==' || found === '!=') && text[position + 2] === '=') {
        throw new ExpressionError(text, position, `write ${found}, which never converts`);
      }
      return { token: { kind, text: found, position }, end: position + found.length };
    }
  }
  const character = text[position] ?? '';
  if (character === '"' || character === "'") {
    return stringAt(text, position, character);
  }
  throw new ExpressionError(text, position, HINTS[character] ?? `${character} means nothing here`);
}

function stringAt(text: string, position: number, quote: string): { token: Token; end: number } {
  let value = '';
  for (let place = position + 1; place < text.length; place++) {
    const character = text[place] ?? '';
    if (character === quote) {
      return { token: { kind: 'string', text: value, position }, end: place + 1 };
    }
    if (character === '\\') {
      place++;
      value += text[place] ?? '';
    } else {
      value += character;
    }
  }
  throw new ExpressionError(text, position, `the string has no ${quote} at its end`);
}

function skip(text: string, position: number): number {
  return position + (matchAt(SPACE, text, position)?.length ?? 0);
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}
