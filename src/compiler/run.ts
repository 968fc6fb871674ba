import type { AnyActorScope, AnyMachineSnapshot, AnyStateNode, EventObject } from 'xstate';
import type { Candidate } from './candidates.js';
import { Children } from './children.js';
import type { ChildrenOf } from './children.js';
import { type DirectScope, directScopeOf } from './direct-scope.js';
import { changeSnapshot } from './snapshot.js';
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

/**
 * What a macrostep knows and changes while it goes on.
 *
 * It makes a snapshot only where XState or an inspector is to see one in between, and at the end.
 */
export class Run {
  readonly machine: InsideMachine;
  readonly scope: AnyActorScope;
  /** The scope, where it is a direct one. */
  readonly direct: DirectScope | undefined;
  readonly queue: EventObject[] = [];
  readonly #create: SnapshotFactory;
  /** The snapshot that the macrostep began with; undefined where it makes the first. */
  readonly #before: AnyMachineSnapshot | undefined;
  /** The snapshot as of now; undefined while it is not made. */
  #shown: AnyMachineSnapshot | undefined;
  configuration: Configuration;
  context: unknown;
  event: EventObject;
  status: AnyMachineSnapshot['status'] = 'active';
  historyValue: HistoryValue;
  /** How often the snapshot has become another. */
  changes = 0;
  /** Actions to ask again when all entry actions of a state are resolved; undefined between states. */
  retries: (readonly [BuiltInAction, unknown])[] | undefined = undefined;
  /** The children that a state starts once its entry actions are resolved; undefined between states. */
  deferredActorIds: readonly string[] | undefined = undefined;
  #output: unknown;
  #error: unknown;
  #children: ChildrenOf;
  /** The children that have come and gone, which `#children` does not show yet. */
  #changing: Children | undefined = undefined;

  /** Begins where a snapshot is, or without one at the beginning, with this context and no children. */
  constructor(
    machine: InsideMachine,
    create: SnapshotFactory,
    scope: AnyActorScope,
    configuration: Configuration,
    event: EventObject,
    before: AnyMachineSnapshot | undefined,
    context: unknown,
  ) {
    this.machine = machine;
    this.#create = create;
    this.scope = scope;
    this.direct = directScopeOf(scope);
    this.configuration = configuration;
    this.event = event;
    this.context = context;
    this.#before = before;
    this.#shown = before;
    this.historyValue = before === undefined ? {} : (before.historyValue as HistoryValue);
    this.#output = before?.output;
    this.#error = before?.error;
    this.#children = before === undefined ? {} : before.children;
  }

  /** Gives the machine a new context, and with it a new snapshot. */
  assign(context: unknown): void {
    this.context = context;
    this.touch();
  }

  /** What XState's actions are told beside the snapshot. */
  get extra(): ResolveExtra {
    return { internalQueue: this.queue, deferredActorIds: this.deferredActorIds };
  }

  hasDeferred(id: string): boolean {
    return this.deferredActorIds?.includes(id) === true;
  }

  /** All children, by their ids. */
  get children(): ChildrenOf {
    if (this.#changing !== undefined) {
      this.#children = this.#changing.all();
      this.#changing = undefined;
    }
    return this.#children;
  }

  /** The child of that id, if there is one. */
  child(id: string): unknown {
    return this.#changing === undefined ? this.#children[id] : this.#changing.get(id);
  }

  addChild(id: string, child: unknown): void {
    this.#changing ??= new Children(this.#children);
    this.#changing.set(id, child);
    this.touch();
  }

  removeChild(id: string): void {
    this.#changing ??= new Children(this.#children);
    this.#changing.delete(id);
    this.touch();
  }

  /** Has a new snapshot made, though nothing may be different in it. */
  touch(): void {
    this.#shown = undefined;
    this.changes++;
  }

  /** The snapshot as it would be in XState at this point, for somebody to look at. */
  settled(): AnyMachineSnapshot {
    this.#shown ??= this.#create(
      this.configuration,
      this.status,
      this.#output,
      this.#error,
      this.context,
      this.children,
      this.historyValue,
    );
    return this.#shown;
  }

  /** Goes on with the snapshot that an action has made of the last one. */
  adopt(snapshot: AnyMachineSnapshot): void {
    if (snapshot === this.#shown) {
      return;
    }
    this.touch();
    this.#shown = snapshot;
    this.context = snapshot.context;
    this.#children = snapshot.children;
    this.#changing = undefined;
  }

  /** The snapshot at the end of the macrostep: the one that was there before, where nobody has seen that. */
  finish(): AnyMachineSnapshot {
    const before = this.#before;
    if (this.#changing !== undefined && this.direct?.ownsChildren === true) {
      this.#children = this.#changing.allInPlace();
      this.#changing = undefined;
    }
    if (this.#shown !== undefined || before === undefined || this.direct?.ownsSnapshot !== true) {
      return this.settled();
    }
    const { configuration, status, context, children, historyValue } = this;
    changeSnapshot(before, configuration, status, this.#output, this.#error, context, children, historyValue);
    return before;
  }

  complete(output: unknown): void {
    this.status = 'done';
    this.#output = output;
    this.touch();
  }

  stop(): void {
    this.status = 'stopped';
    this.touch();
  }

  /** Arrives in a configuration, at the end of a microstep. */
  arrive(configuration: Configuration, historyValue: HistoryValue): void {
    this.configuration = configuration;
    this.historyValue = historyValue;
    this.touch();
  }
}
