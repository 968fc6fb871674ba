import type { AnyActorScope, AnyMachineSnapshot, AnyStateNode, EventObject } from 'xstate';
import type { Candidate } from './candidates.js';
import { Children } from './children.js';
import type { ChildrenOf } from './children.js';
import { type DirectScope, directScopeOf } from './direct-scope.js';
import type { Place, SnapshotFactory } from './snapshot.js';
import type {
  BuiltInAction,
  HistoryValue,
  InsideMachine,
  ResolveExtra,
  Transition,
} from './xstate-insides.js';

/** The active states of a machine, with all that follows from them and from nothing else. */
export interface Configuration extends Place {
  /** For each active state without children, in order, what it may take without an event; empty if none may. */
  readonly eventless: readonly (readonly Choice[])[];
  /** Whether it is remembered; if not, another may stand for the same states. */
  readonly isCurrent: boolean;
  /** Who may answer events of this type. */
  selectorFor(type: string): Selector;
}

/** Who may answer an event, in the form of the active states: what is inside comes first, then the state itself. */
export interface Selector {
  readonly inner: readonly Selector[];
  readonly own: readonly Choice[];
}

/** A candidate in one configuration, with the microsteps that begin with its transition. */
export interface Choice extends Candidate {
  readonly microsteps: Microsteps;
}

/** The microsteps that a machine takes in one configuration, found by the transitions that make them up. */
export interface Microsteps {
  /** The microstep of these transitions, of which those before `index` have led here. */
  find(enabled: readonly Choice[], index: number, history: HistoryValue): Microstep;
}

/** What a machine does in a microstep, ready to be done. */
export interface Microstep {
  readonly steps: readonly Step[];
  /** The transitions as XState reports them. */
  readonly taken: readonly Transition[];
  /** Where it leads; undefined if the machine stays where it is. */
  readonly to: Configuration | undefined;
  /** What the history states of the states that are left remember. */
  readonly history: readonly (readonly [id: string, nodes: readonly AnyStateNode[]])[];
  /** What is thrown after all the steps. */
  readonly failure: { readonly error: unknown } | undefined;
}

/** A part of a microstep. */
export type Step = (run: Run) => void;

/** What a macrostep knows and changes while it goes on. */
export class Run {
  readonly machine: InsideMachine;
  readonly scope: AnyActorScope;
  /** The scope, where it is a direct one. */
  readonly direct: DirectScope | undefined;
  readonly queue: EventObject[];
  readonly #create: SnapshotFactory;
  /** The snapshot as of the last action that had to have one; `context` and the children may be newer. */
  snapshot: AnyMachineSnapshot;
  configuration: Configuration;
  context: unknown;
  event: EventObject;
  /** Actions to ask again when all entry actions of a state are resolved; undefined between states. */
  retries: (readonly [BuiltInAction, unknown])[] | undefined = undefined;
  /** The children that a state starts once its entry actions are resolved; undefined between states. */
  deferredActorIds: readonly string[] | undefined = undefined;
  #isBehind = false;
  #children: ChildrenOf;
  /** The children that have come and gone, which `#children` does not show yet. */
  #changing: Children | undefined = undefined;

  constructor(
    machine: InsideMachine,
    create: SnapshotFactory,
    scope: AnyActorScope,
    snapshot: AnyMachineSnapshot,
    configuration: Configuration,
    event: EventObject,
  ) {
    this.machine = machine;
    this.#create = create;
    this.scope = scope;
    this.direct = directScopeOf(scope);
    this.snapshot = snapshot;
    this.configuration = configuration;
    this.context = snapshot.context;
    this.#children = snapshot.children;
    this.event = event;
    this.queue = [];
  }

  /** Gives the machine a new context, and with it a new snapshot. */
  assign(context: unknown): void {
    this.context = context;
    this.#isBehind = true;
  }

  /** What XState's actions are told beside the snapshot. */
  get extra(): ResolveExtra {
    return { internalQueue: this.queue, deferredActorIds: this.deferredActorIds };
  }

  hasDeferred(id: string): boolean {
    return this.deferredActorIds?.includes(id) === true;
  }

  /** The child of that id, if there is one. */
  child(id: string): unknown {
    return this.#changing === undefined ? this.#children[id] : this.#changing.get(id);
  }

  addChild(id: string, child: unknown): void {
    this.#changing ??= new Children(this.#children);
    this.#changing.set(id, child);
    this.#isBehind = true;
  }

  removeChild(id: string): void {
    this.#changing ??= new Children(this.#children);
    this.#changing.delete(id);
    this.#isBehind = true;
  }

  /** Has a new snapshot made, though nothing is different in it. */
  touch(): void {
    this.#isBehind = true;
  }

  /** The snapshot as it would be in XState at this point, for XState to look at. */
  settled(): AnyMachineSnapshot {
    if (this.#changing !== undefined) {
      this.#showChildren(this.#changing.all());
    }
    return this.settle();
  }

  /** Has the snapshot show all but the children that have come and gone. */
  settle(): AnyMachineSnapshot {
    if (this.#isBehind) {
      const { status, output, error, historyValue } = this.snapshot;
      this.#replace(this.configuration, status, output, error, historyValue as never);
    }
    return this.snapshot;
  }

  /** Goes on with the snapshot that an action has made of the last one. */
  adopt(snapshot: AnyMachineSnapshot): void {
    this.snapshot = snapshot;
    this.context = snapshot.context;
    this.#children = snapshot.children;
    this.#changing = undefined;
  }

  /** The snapshot at the end of the macrostep. */
  finish(): AnyMachineSnapshot {
    if (this.#changing !== undefined) {
      const mayChange = this.direct?.ownsChildren === true;
      this.#showChildren(mayChange ? this.#changing.allInPlace() : this.#changing.all());
    }
    return this.snapshot;
  }

  /** Since the change, the snapshot is one of this run's own, or it is behind and will be. */
  #showChildren(children: ChildrenOf): void {
    this.#children = children;
    this.#changing = undefined;
    if (!this.#isBehind) {
      (this.snapshot as { children: unknown }).children = children;
    }
  }

  complete(output: unknown): void {
    const { error, historyValue } = this.snapshot;
    this.#replace(this.configuration, 'done', output, error, historyValue as never);
  }

  end(status: 'stopped'): void {
    const { output, error, historyValue } = this.snapshot;
    this.#replace(this.configuration, status, output, error, historyValue as never);
  }

  /** Arrives in a configuration, at the end of a microstep. */
  arrive(configuration: Configuration, historyValue: HistoryValue): void {
    const { status, output, error } = this.snapshot;
    this.configuration = configuration;
    this.#replace(configuration, status, output, error, historyValue);
  }

  #replace(
    configuration: Configuration,
    status: AnyMachineSnapshot['status'],
    output: unknown,
    error: unknown,
    historyValue: HistoryValue,
  ): void {
    this.#isBehind = false;
    if (this.#changing !== undefined && this.direct === undefined) {
      // An inspector is shown the snapshot of each microstep.
      this.#children = this.#changing.all();
      this.#changing = undefined;
    }
    this.snapshot = this.#create(
      configuration,
      status,
      output,
      error,
      this.context,
      this.#children,
      historyValue,
    );
  }
}
