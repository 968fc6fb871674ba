import { createHash } from 'node:crypto';
import { TRACE_VERSION, type TraceHeader } from './trace-format.js';

/** How much text is gathered before it goes to the hash function: small updates cost more than hashing. */
const CHUNK = 1 << 16;

/**
 * The hash of a run: SHA-256 over what the run is a function of (system, input, seed), then over the line of
 * each arrival and each step. Neither the clock nor the scheduler is part of it, only what they led to.
 */
export class TraceHash {
  readonly #hash = createHash('sha256');
  #pending: string;

  /** Takes the fields of a trace's first line, as they are read back from JSON. */
  constructor({ system, seed, input }: Pick<TraceHeader, 'system' | 'seed' | 'input'>) {
    this.#pending = `${JSON.stringify([TRACE_VERSION, system, seed, input])}\n`;
  }

  add(line: string): void {
    this.#pending += line;
    this.#pending += '\n';
    if (this.#pending.length > CHUNK) {
      this.#hash.update(this.#pending);
      this.#pending = '';
    }
  }

  /** Closes the hash; 64 hexadecimal digits. */
  digest(): string {
    this.#hash.update(this.#pending);
    this.#pending = '';
    return this.#hash.digest('hex');
  }
}

/** What seals the first and the last line of a trace, which say more than the hash covers; 64 hexadecimal digits. */
export function sealOf(headerLine: string, unsealedSummary: object): string {
  return createHash('sha256')
    .update(`${headerLine}\n${JSON.stringify(unsealedSummary)}\n`)
    .digest('hex');
}
