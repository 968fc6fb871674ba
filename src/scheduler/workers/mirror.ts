import type { AnyActorRef, AnyStateMachine } from 'xstate';
import type { Wire } from './wire.js';
import type { ActorKey } from './actor-key.js';
import { changed, type History, type SnapshotChange } from './snapshot-change.js';

type Fields = Readonly<Record<string, unknown>>;

/** What stands on the coordinator for an actor that lives on a thread: its ref, and its state as last told. */
export class Mirror {
  #fields: Fields | undefined;
  #snapshot: Fields | undefined;
  #shown: unknown;
  /** What its history states remember, where it has any. */
  history: History | undefined;
  /** How many of its children were given ids for want of others, by what they are named for. */
  readonly unnamedChildren = new Map<string, number>();
  /** For how many losses of its thread it may be to blame, in all and since its last step. */
  #blamed = 0;
  #blamedSinceStep = 0;

  constructor(
    readonly key: ActorKey,
    readonly thread: number,
    /** How often the thread of that number had been lost when the actor came to it, or began anew there. */
    public losses: number,
    /** The machine that runs on the thread, where it is one that the coordinator knows. */
    readonly machine: AnyStateMachine | undefined,
  ) {}

  get snapshot(): Fields {
    if (this.#snapshot === undefined) {
      throw new TypeError(`the actor ${this.key} was not told of`);
    }
    return this.#snapshot;
  }

  /** All that is known of the actor's state, the refs of its children among it. */
  get fields(): Fields {
    if (this.#fields === undefined) {
      throw new TypeError(`the actor ${this.key} was not told of`);
    }
    return this.#fields;
  }

  /** Notes the id of a child that may be one which was given it for want of another: `errand~2`. */
  countChild(id: string, src: string | undefined): void {
    const stem = src ?? 'actor';
    if (id.startsWith(`${stem}~`)) {
      this.unnamedChildren.set(stem, Number(id.slice(stem.length + 1)));
    }
  }

  /**
   * Whether the actor may begin anew now that its thread was lost, and notes that it does.
   *
   * @param mayBeToBlame - whether the thread was lost in a step of this actor, or nobody knows in whose
   */
  mayBeginAnew(restart: 'never' | 'once' | 'always', mayBeToBlame: boolean): boolean {
    if (restart === 'never') {
      return false;
    }
    if (mayBeToBlame) {
      this.#blamed++;
      this.#blamedSinceStep++;
    }
    return restart === 'once' ? this.#blamed <= 1 : this.#blamedSinceStep <= 1;
  }

  /** Takes what is new about the actor's state. */
  change(change: SnapshotChange, revive: (wire: Wire) => unknown): void {
    this.#blamedSinceStep = 0;
    this.history = change.history ?? this.history;
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
