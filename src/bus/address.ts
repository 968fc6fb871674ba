/**
 * An actor's stable name: its `systemId`, else the path of ids from the root (`restaurant/staff-1`).
 *
 * Never the `sessionId`, which XState counts in a process-wide variable.
 */
export type Address = string;

/** The sender of every event that no actor of the system sent. */
export const OUTSIDE: Address = '@outside';
