import { randomBytes, timingSafeEqual } from 'node:crypto';

/** A word that nobody can guess, for the address of a page; it is no part of a run. */
export function createToken(): string {
  return randomBytes(16).toString('hex');
}

/** Whether a word is the token, in a time that tells nothing of it. */
export function isToken(given: string | null, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
