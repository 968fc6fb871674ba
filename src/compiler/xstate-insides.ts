import type { AnyActorRef, AnyActorScope, AnyMachineSnapshot, AnyStateNode, EventObject } from 'xstate';

/** A transition as XState has formatted it. */
export interface Transition {
  readonly source: AnyStateNode;
  readonly target: readonly AnyStateNode[] | undefined;
  readonly reenter: boolean;
  readonly actions: readonly Action[];
  readonly guard?: unknown;
  readonly eventType: string;
}

/** What may stand in a list of actions: a function, a name, or a name with params. */
export type Action = ActionFunction | string | { readonly type: string; readonly params?: unknown };
export type ActionFunction = ((...args: never[]) => unknown) & Partial<BuiltInAction>;

/** What `assign`, `raise` and their like carry: how they are resolved, and how carried out. */
export interface BuiltInAction {
  readonly type: string;
  readonly resolve: (
    scope: AnyActorScope,
    snapshot: AnyMachineSnapshot,
    args: ActionArgs,
    params: unknown,
    action: unknown,
    extra: ResolveExtra,
  ) => readonly [AnyMachineSnapshot, unknown, readonly Action[] | undefined];
  readonly retryResolve?: (scope: AnyActorScope, snapshot: AnyMachineSnapshot, params: unknown) => void;
  readonly execute?: (scope: AnyActorScope, params: unknown) => void;
}

export interface ActionArgs {
  readonly context: unknown;
  readonly event: EventObject;
  readonly self: unknown;
  readonly system: unknown;
}

export interface ResolveExtra {
  readonly internalQueue: EventObject[];
  /** The children that a state starts once its entry actions are resolved. */
  readonly deferredActorIds: readonly string[] | undefined;
}

export type HistoryValue = Readonly<Record<string, readonly AnyStateNode[]>>;

/** What a machine's parts are called in XState, where no public type says so. */
export interface InsideMachine {
  readonly root: AnyStateNode;
  readonly config: { readonly context?: unknown };
  readonly options?: { readonly maxIterations?: number };
  readonly implementations: {
    readonly actions: Readonly<Record<string, ActionFunction | undefined>>;
    readonly guards: Readonly<Record<string, unknown>>;
    readonly delays?: Readonly<Record<string, unknown>>;
  };
}

/** The part of an actor system that hears of microsteps, and that brings events. */
export interface InsideSystem {
  _sendInspectionEvent(event: object): void;
  _relay(source: AnyActorRef, target: AnyActorRef, event: EventObject): void;
  readonly scheduler: {
    schedule(
      source: AnyActorRef,
      target: AnyActorRef,
      event: EventObject,
      delay: number,
      id: string | undefined,
    ): void;
    cancel(source: AnyActorRef, id: string): void;
  };
}

/** The part of an actor that says where it stands. */
export interface InsideActor {
  readonly _parent: AnyActorRef | undefined;
  readonly _processingStatus: 0 | 1 | 2;
}

/** All state nodes of a tree, each before its children. */
export function nodesOf(root: AnyStateNode): AnyStateNode[] {
  return [root, ...Object.values(root.states).flatMap(nodesOf)];
}

/** All transitions that leave a state: those on events, and those taken without any. */
export function transitionsOf(node: AnyStateNode): Transition[] {
  return [...node.transitions.values(), node.always ?? []].flat();
}
