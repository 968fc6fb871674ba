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

/** A number other than 0 by which shared memory tells an actor of a run from others. */
export function markOf(run: number, key: ActorKey): number {
  // FNV-1a.
  let hash = 0x811c9dc5 ^ run;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return hash | 1;
}
