/** A text that takes no more than so many columns. */
export function cutTo(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}

/**
 * A text that stays in one line and shows all that is in it: white space becomes single spaces, and what a reader
 * cannot see, or what turns the text around it, is written as an escape: `\u202e`.
 */
export function inOneLine(text: string): string {
  return text
    .replaceAll(/[\s\u2028\u2029]+/g, ' ')
    .replaceAll(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Control characters, marks of direction, zero-width signs, halves of surrogate pairs, and what XML forbids. */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- that is what they are
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
