/** What an actor is called between threads: unique in one run, and told to nobody else. */
export type ActorKey = string;

/** An actor as one thread names it to another. */
export interface ActorName {
  readonly key: ActorKey;
  readonly id: string;
  /** The address, as errors tell it. */
  readonly address: string;
}
