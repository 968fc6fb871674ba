import type { ActorName } from './actor-key.js';
import type { ErrorTable } from './error-table.js';

/** What one thread knows of the actors and errors that it names to others. */
export interface WireContext {
  /** The name of an actor of this run; `undefined` for everything else. */
  nameOf(value: object): ActorName | undefined;
  /** The actor of a name, as a ref of this thread. */
  actorAt(name: ActorName): object;
  readonly errors: ErrorTable;
}
