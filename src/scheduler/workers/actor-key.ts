/** What an actor is called between threads: unique in one run, and told to nobody else. */
export type ActorKey = string;

/** The number of the thread on which an actor lives; `undefined` for one of the coordinator's. */
export function threadOf(key: ActorKey): number | undefined {
  const match = /^t(\d+):/.exec(key);
  return match === null ? undefined : Number(match[1]);
}

/** An actor as one thread names it to another. */
export interface ActorName {
  readonly key: ActorKey;
  readonly id: string;
  /** The address, as errors tell it. */
  readonly address: string;
}
