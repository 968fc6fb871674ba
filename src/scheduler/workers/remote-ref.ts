import type { AnyActorRef, EventObject } from 'xstate';
import { sendWithin } from '../../system/thread-seam.js';
import type { ActorName } from './actor-key.js';
import { HostingError } from './workers-errors.js';

/** What a ref to an actor elsewhere needs of the thread that it is on. */
export interface RefHost {
  readonly system: AnyActorRef['system'];
  /** The snapshot of an actor that lives elsewhere, as it is when all steps before are done. */
  snapshotElsewhere(key: string): unknown;
}

/** The name of the actor that a ref stands for, of refs to actors elsewhere. */
const names = new WeakMap<object, ActorName>();

/** Makes a ref to an actor that lives on another thread: it can be sent to, passed on, compared, and looked at. */
export function createRemoteRef(name: ActorName, host: RefHost): AnyActorRef {
  const { id, address, key } = name;
  const notHere = (what: string): never => {
    throw new HostingError(
      'ERR_NOT_ACROSS_THREADS',
      `${address} lives on another thread, where it cannot be ${what}; have it send events instead`,
    );
  };
  const ref = {
    id,
    sessionId: `elsewhere:${key}`,
    src: undefined,
    system: host.system,
    _parent: undefined,
    _processingStatus: 1,
    send: (event: EventObject) => sendWithin(undefined, ref, event),
    getSnapshot: () => host.snapshotElsewhere(key),
    getPersistedSnapshot: () => notHere('persisted'),
    subscribe: () => notHere('subscribed to'),
    on: () => notHere('listened to'),
    select: () => notHere('subscribed to'),
    start: () => ref,
    stop: () => notHere('stopped by any but its parent'),
    toJSON: () => ({ xstate$$type: 1, id }),
  } as unknown as AnyActorRef;
  names.set(ref, name);
  return ref;
}

/** The name of the actor that a ref stands for, where that lives elsewhere. */
export function nameOfRemote(ref: object): ActorName | undefined {
  return names.get(ref);
}
