import type { AnyActorScope, AnyMachineSnapshot, EventObject } from 'xstate';
import type { Configuration } from './configuration.js';
import type { SnapshotFactory } from './snapshot.js';
import type { BuiltInAction, HistoryValue, InsideMachine, ResolveExtra } from './xstate-insides.js';

/** What a macrostep knows and changes while it goes on. */
export class Run {
  readonly machine: InsideMachine;
  readonly scope: AnyActorScope;
  readonly queue: EventObject[];
  readonly #create: SnapshotFactory;
  /** The snapshot as of the last action that had to have one; `context` and `children` may be newer. */
  snapshot: AnyMachineSnapshot;
  configuration: Configuration;
  context: unknown;
  children: Readonly<Record<string, unknown>>;
  event: EventObject;
  extra: ResolveExtra;
  /** Actions to ask again when all entry actions of a state are resolved; undefined between states. */
  retries: (readonly [BuiltInAction, unknown])[] | undefined = undefined;
  #isBehind = false;

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
    this.snapshot = snapshot;
    this.configuration = configuration;
    this.context = snapshot.context;
    this.children = snapshot.children;
    this.event = event;
    this.queue = [];
    this.extra = { internalQueue: this.queue, deferredActorIds: undefined };
  }

  /** Gives the machine a new context, and with it a new snapshot. */
  assign(context: unknown, children: Readonly<Record<string, unknown>>): void {
    this.context = context;
    this.children = children;
    this.#isBehind = true;
  }

  /** The snapshot as it would be in XState at this point. */
  settled(): AnyMachineSnapshot {
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
    this.children = snapshot.children;
  }

  complete(output: unknown): void {
    const { error, historyValue } = this.snapshot;
    this.#replace(this.configuration, 'done', output, error, historyValue as never);
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
    this.snapshot = this.#create(
      configuration,
      status,
      output,
      error,
      this.context,
      this.children,
      historyValue,
    );
  }
}
