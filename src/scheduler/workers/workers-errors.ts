/** An event, or the input of an actor, that cannot go to the thread of its receiver. */
export class NotCloneableError extends Error {
  readonly code = 'ERR_NOT_CLONEABLE';

  constructor(
    /** The address of the sender. */
    readonly sender: string,
    /** The address of the receiver. */
    readonly receiver: string,
    /** The type of the event; `input` for an actor's input. */
    readonly eventType: string,
    /** Where in the event the offending value is: `event.order.callback`. */
    readonly path: string,
    what: string,
  ) {
    super(
      `${eventType} from ${sender} to ${receiver} cannot go to another thread: ${path} ${what}; send plain data, and actors as their refs`,
    );
    this.name = 'NotCloneableError';
  }
}

/** What is wrong with how actors are to be put on threads. */
export type HostingProblem =
  /** No module was named in which a thread could find the logic. */
  | 'ERR_NO_MODULE'
  /** The module that was named cannot be imported, or has no such export. */
  | 'ERR_MODULE'
  /** The module has no such logic in it. */
  | 'ERR_LOGIC_NOT_FOUND'
  /** `place` names no thread, or no actor. */
  | 'ERR_PLACEMENT'
  /** The number of threads is none. */
  | 'ERR_THREADS'
  /** The file that a thread runs is not where it was built. */
  | 'ERR_WORKER_FILE'
  /** What the threads of a free run told does not fit together. */
  | 'ERR_NOT_IN_ORDER'
  /** An actor whose thread was lost has a state from which it cannot begin anew. */
  | 'ERR_RESTART'
  /** What was asked for can be had in lockstep only. */
  | 'ERR_LOCKSTEP_ONLY'
  /** An actor on a thread did what only works beside the actor that it is about. */
  | 'ERR_NOT_ACROSS_THREADS';

/** Actors cannot be put on threads as they were to be; the message says which, and what to do. */
export class HostingError extends Error {
  constructor(
    readonly code: HostingProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'HostingError';
  }
}

/** The thread of an actor is gone, and the actor with it. */
export class ThreadLostError extends Error {
  readonly code = 'ERR_THREAD_LOST';

  constructor(
    readonly thread: number,
    how: string,
    options?: ErrorOptions,
  ) {
    super(`thread ${thread} ${how}`, options);
    this.name = 'ThreadLostError';
  }
}
