import type { AnyActorLogic, AnyActorRef } from 'xstate';
import type { Address } from '../../bus/address.js';
import { sourceKeyOf } from '../../system/thread-seam.js';
import { parentOf, sourceNameOf } from '../../system/xstate-seam.js';
import type { ActorKey, ActorName } from './actor-key.js';
import { ErrorTable } from './error-table.js';
import { childLogic } from './logic-source.js';
import type { WayPoint } from './messages.js';
import type { Mirror } from './mirror.js';
import type { WireContext } from './wire-context.js';
import { WeakTable } from './weak-table.js';

/** What the coordinator knows of an actor of the run, wherever that lives. */
export interface DirectoryEntry {
  readonly name: ActorName;
  /** The ids from the root to it, joined by slashes. */
  readonly ids: string;
  /** It and all above it. */
  readonly lineage: readonly ActorKey[];
  /** The actors from the root down to it. */
  readonly way: readonly WayPoint[];
  /** Its logic as its parent wrote it, as far as that is known here. */
  readonly logic: AnyActorLogic | undefined;
  /** What stands for it here, where it lives on a thread. */
  readonly mirror: Mirror | undefined;
}

/** All actors of a run, as the coordinator knows them and names them to the threads. */
export class ActorDirectory implements WireContext {
  readonly errors = new ErrorTable('c');
  readonly #entries = new WeakMap<object, DirectoryEntry>();
  readonly #refs = new WeakTable<AnyActorRef>();
  #count = 0;

  /** A key for an actor that nobody has named yet, and which lives on this thread, or on the coordinator. */
  nextKey(thread?: number): ActorKey {
    const key = `c:${++this.#count}`;
    return thread === undefined ? key : `t${thread}:${key}`;
  }

  /** The logic of a child, as far as its parent's is known here. */
  logicOf(actor: AnyActorRef): AnyActorLogic | undefined {
    const parent = parentOf(actor);
    const above = parent === undefined ? undefined : this.#entries.get(parent)?.logic;
    const src = sourceKeyOf(actor);
    return above === undefined || src === undefined ? undefined : childLogic(above, src);
  }

  enter(
    actor: AnyActorRef,
    key: ActorKey,
    address: Address,
    logic: AnyActorLogic | undefined,
    mirror: Mirror | undefined,
  ): DirectoryEntry {
    const parent = parentOf(actor);
    const above = parent === undefined ? undefined : this.#entries.get(parent);
    const entry: DirectoryEntry = {
      name: { key, id: actor.id, address },
      ids: above === undefined ? actor.id : `${above.ids}/${actor.id}`,
      lineage: [key, ...(above?.lineage ?? [])],
      way: [...(above?.way ?? []), { address, source: sourceNameOf(actor), src: sourceKeyOf(actor) }],
      logic,
      mirror,
    };
    this.#entries.set(actor, entry);
    this.#refs.set(key, actor);
    return entry;
  }

  entryOf(actor: object): DirectoryEntry | undefined {
    return this.#entries.get(actor);
  }

  nameOf(value: object): ActorName | undefined {
    return this.#entries.get(value)?.name;
  }

  /** The actor of a key, if it is there. */
  find(key: ActorKey): AnyActorRef | undefined {
    return this.#refs.get(key);
  }

  actorAt({ key }: Pick<ActorName, 'key'>): AnyActorRef {
    const actor = this.#refs.get(key);
    if (actor === undefined) {
      throw new TypeError(`no actor of this run has the key ${key}`);
    }
    return actor;
  }
}
