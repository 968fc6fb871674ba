/** A condition that cannot be read; the message says where, and shows the place under the text. */
export class ExpressionError extends Error {
  readonly code = 'ERR_EXPRESSION';

  constructor(
    readonly text: string,
    /** Where it goes wrong: an offset in the text, from 0. */
    readonly position: number,
    /** What is wrong there, in a few words. */
    readonly problem: string,
  ) {
    super(`${problem}, at character ${position + 1} of: ${text}`);
    this.name = 'ExpressionError';
  }
}
