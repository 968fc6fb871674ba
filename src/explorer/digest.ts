import { hash } from 'node:crypto';

/** A SHA-256 digest, in the place of a text that is too long to be kept. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'base64');
}
