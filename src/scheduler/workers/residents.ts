import type { AnyActorRef } from 'xstate';
import { snapshotOf } from '../../system/thread-seam.js';
import { parentOf } from '../../system/xstate-seam.js';
import { type ActorKey, type ActorName, markOf } from './actor-key.js';
import { ErrorTable } from './error-table.js';
import { createRemoteRef, nameOfRemote, type RefHost } from './remote-ref.js';
import { OutputProblem, type SnapshotChange, SnapshotTeller } from './snapshot-change.js';
import type { WireContext } from './wire-context.js';
import { WeakTable } from './weak-table.js';
import { NotCloneableError } from './workers-errors.js';

/** What a thread knows of an actor that lives on it. */
export interface Resident {
  readonly name: ActorName;
  /** The ids from the root to it, joined by slashes. */
  readonly ids: string;
  /** It and all above it. */
  readonly lineage: readonly ActorKey[];
  /** By which shared memory tells it from others. */
  readonly mark: number;
  readonly teller: SnapshotTeller;
  /** The latest child of each id. */
  readonly children: Map<string, ActorKey>;
}

/** The actors of one run that live on a thread, and all others whom one of these holds. */
export class Residents implements WireContext {
  readonly errors: ErrorTable;
  readonly #host: RefHost;
  readonly #residents = new WeakMap<AnyActorRef, Resident>();
  readonly #living = new Map<ActorKey, AnyActorRef>();
  /** Those that live here, did so, or live elsewhere. */
  readonly #refs = new WeakTable<AnyActorRef>();

  readonly #run: number;

  /**
   * @param here - what the names of nothing from any other thread begin with
   * @param host - of the refs to actors that live elsewhere
   */
  constructor(run: number, here: string, host: RefHost) {
    this.errors = new ErrorTable(here);
    this.#run = run;
    this.#host = host;
  }

  enter(actor: AnyActorRef, name: ActorName, ids: string, lineage: readonly ActorKey[]): void {
    const teller = new SnapshotTeller(this);
    const mark = markOf(this.#run, name.key);
    this.#residents.set(actor, { name, ids, lineage, mark, teller, children: new Map() });
    this.#living.set(name.key, actor);
    this.#refs.set(name.key, actor);
  }

  leave({ name }: Resident): void {
    this.#living.delete(name.key);
  }

  of(actor: AnyActorRef): Resident {
    const resident = this.#residents.get(actor);
    if (resident === undefined) {
      throw new TypeError(`${actor.id} does not live on this thread`);
    }
    return resident;
  }

  find(actor: AnyActorRef): Resident | undefined {
    return this.#residents.get(actor);
  }

  living(key: ActorKey): AnyActorRef | undefined {
    return this.#living.get(key);
  }

  nameOf(value: object): ActorName | undefined {
    return nameOfRemote(value) ?? this.#residents.get(value as AnyActorRef)?.name;
  }

  addressOf(actor: AnyActorRef): string {
    return this.nameOf(actor)?.address ?? actor.id;
  }

  actorAt(name: ActorName): AnyActorRef {
    const known = this.#refs.get(name.key);
    if (known !== undefined) {
      return known;
    }
    const ref = createRemoteRef(name, this.#host);
    this.#refs.set(name.key, ref);
    return ref;
  }

  /**
   * Whether an event is the report of a child in whose place there is another by now. On one thread it would have
   * been discarded when the other was created; here that may have been a step ago.
   */
  isSuperseded(parent: AnyActorRef, reporter: ActorKey | undefined): boolean {
    const child = reporter === undefined ? undefined : this.#refs.get(reporter);
    const latest = child === undefined ? undefined : this.#residents.get(parent)?.children.get(child.id);
    return latest !== undefined && latest !== reporter;
  }

  /** What is new about an actor's state since this was asked last; an output that cannot be told is an error. */
  changeOf(actor: AnyActorRef): SnapshotChange {
    const { teller, name } = this.of(actor);
    const snapshot = snapshotOf(actor) as Readonly<Record<string, unknown>>;
    try {
      return teller.tell(snapshot);
    } catch (problem) {
      if (!(problem instanceof OutputProblem)) {
        throw problem;
      }
      const parent = parentOf(actor);
      const error = new NotCloneableError(
        name.address,
        parent === undefined ? 'its parent' : this.addressOf(parent),
        `xstate.done.actor.${name.id}`,
        problem.path,
        problem.what,
      );
      return teller.tell({ ...snapshot, status: 'error', output: undefined, error });
    }
  }
}
