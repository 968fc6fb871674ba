import type { News } from '../../machines/protocol.js';

/** A piece of news, with the time and the actor that it comes from. */
export interface Heard {
  /** Milliseconds of the run's clock. */
  readonly time: number;
  /** The actor's address. */
  readonly address: string;
  readonly event: News;
}
