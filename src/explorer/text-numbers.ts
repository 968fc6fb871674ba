import { digestOf } from './digest.js';

/**
 * Gives each text a number, the same number to the same text, so that states can be told apart by numbers of their
 * parts: there are far fewer different parts than states.
 */
export class TextNumbers {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    // What is long is remembered by its digest: the contexts of a million states would fill the memory.
    const key = text.length > LONGEST_KEPT ? digestOf(text) : text;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(key, number);
    }
    return number;
  }
}

const LONGEST_KEPT = 200;
