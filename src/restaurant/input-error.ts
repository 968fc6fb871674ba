/** Which input is wrong. */
export type InputErrorCode = 'ERR_ORDERS' | 'ERR_MENU' | 'ERR_STAFF' | 'ERR_ORIGIN';

/** Something in what a user has given is wrong. The message says in one line what, where, and what would be right. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code: InputErrorCode;

  constructor(code: InputErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
