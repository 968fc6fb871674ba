import type { AnyActorRef, AnyStateMachine } from 'xstate';
import type { Wire } from './wire.js';
import type { ActorKey } from './actor-key.js';
import { changed, type SnapshotChange } from './snapshot-change.js';

type Fields = Readonly<Record<string, unknown>>;

/** What stands on the coordinator for an actor that lives on a thread: its ref, and its state as last told. */
export class Mirror {
  #fields: Fields | undefined;
  #snapshot: Fields | undefined;
  #shown: unknown;

  constructor(
    readonly key: ActorKey,
    readonly thread: number,
    /** How often the thread of that number had been lost when the actor came to it. */
    readonly losses: number,
    /** The machine that runs on the thread, where it is one that the coordinator knows. */
    readonly machine: AnyStateMachine | undefined,
  ) {}

  get snapshot(): Fields {
    if (this.#snapshot === undefined) {
      throw new TypeError(`the actor ${this.key} was not told of`);
    }
    return this.#snapshot;
  }

  /** Takes what is new about the actor's state. */
  change(change: SnapshotChange, revive: (wire: Wire) => unknown): void {
    this.#fields = changed(this.#fields, change, revive);
    this.#snapshot = change.isMachine ? this.#machineSnapshot(this.#fields) : { ...this.#fields };
  }

  /** The snapshot with all that a machine's own can do, where the coordinator knows the machine. */
  #machineSnapshot(fields: Fields): Fields {
    const {
      value,
      context,
      status,
      output,
      error,
      children = {},
    } = fields as Fields & {
      readonly children?: Readonly<Record<string, AnyActorRef>>;
    };
    const data = { value, context, status, output, error, children };
    if (this.#snapshot !== undefined && this.#shown === value) {
      return { ...this.#snapshot, ...data };
    }
    this.#shown = value;
    return { ...this.#resolve(fields), ...data };
  }

  #resolve({ value, context }: Fields): object {
    const bare = { _nodes: [], machine: this.machine };
    if (this.machine === undefined) {
      return bare;
    }
    try {
      return this.machine.resolveState({ value: value as never, context });
    } catch {
      // The state of a machine that failed before it had one.
      return bare;
    }
  }
}
