import { cancel, raise, sendTo, spawnChild, stopChild } from 'xstate';
import type { AnyActorLogic, AnyActorRef, AnyStateMachine, EventObject } from 'xstate';
import type { DirectScope } from './direct-scope.js';
import type { Run } from './run.js';
import type { ActionArgs, BuiltInAction, InsideActor, InsideSystem } from './xstate-insides.js';

/** Carries out a built-in action just as XState does; false where it is to be left to XState, and nothing was done. */
export type DirectAction = (
  run: Run,
  scope: DirectScope,
  action: BuiltInAction,
  args: ActionArgs,
  params: unknown,
) => boolean;

/** How to carry out a built-in action in a direct scope; undefined where only XState knows. */
export function directActionOf({ resolve }: BuiltInAction): DirectAction | undefined {
  return directActions.get(resolve);
}

type Expression<TValue> = TValue | ((args: ActionArgs, params: unknown) => TValue);

interface SendAction {
  readonly to: Expression<string | AnyActorRef | undefined>;
  readonly event: Expression<EventObject> | string;
  readonly id: string | undefined;
  readonly delay: Expression<string | number | undefined>;
}

const send: DirectAction = (run, scope, action, args, params) => {
  const { to, event, id, delay } = action as unknown as SendAction;
  if (typeof event === 'string') {
    return false;
  }
  const sent = typeof event === 'function' ? event(args, params) : event;
  const after = delay === undefined ? undefined : resolveDelay(run, delay, args, params);
  const named = typeof to === 'function' ? to(args, params) : to;
  const target = typeof named === 'string' ? actorNamed(run, scope, named) : named || scope.self;
  if (target === undefined || !sent || sent.type === 'xstate.error') {
    leaveToXState(run, scope, action, args, { to: () => named, event: () => sent, id, delay: () => after });
    return true;
  }
  const { self } = scope;
  const system = scope.system as unknown as InsideSystem;
  scope.effect(
    typeof after === 'number'
      ? () => system.scheduler.schedule(self, target, sent, after, id)
      : () => system._relay(self, target, sent),
  );
  return true;
};

/** The actor that is meant by a name, if it is there already; undefined where XState has more to say. */
function actorNamed(run: Run, { self }: DirectScope, name: string): AnyActorRef | undefined {
  if (name === '#_parent') {
    return (self as unknown as InsideActor)._parent;
  }
  if (name.startsWith('#_') || run.hasDeferred(name)) {
    return undefined;
  }
  return run.child(name) as AnyActorRef | undefined;
}

interface RaiseAction {
  readonly event: Expression<EventObject> | string;
  readonly id: string | undefined;
  readonly delay: Expression<string | number | undefined>;
}

const raiseEvent: DirectAction = (run, scope, action, args, params) => {
  const { event, id, delay } = action as unknown as RaiseAction;
  if (typeof event === 'string') {
    return false;
  }
  const raised = typeof event === 'function' ? event(args, params) : event;
  const after = delay === undefined ? undefined : resolveDelay(run, delay, args, params);
  if (typeof after !== 'number') {
    run.queue.push(raised);
    return true;
  }
  const { self } = scope;
  const { scheduler } = scope.system as unknown as InsideSystem;
  scope.effect(() => scheduler.schedule(self, self, raised, after, id));
  return true;
};

function resolveDelay(
  { machine }: Run,
  delay: Expression<string | number | undefined>,
  args: ActionArgs,
  params: unknown,
): unknown {
  if (typeof delay !== 'string') {
    return typeof delay === 'function' ? delay(args, params) : delay;
  }
  const named = machine.implementations.delays?.[delay];
  return typeof named === 'function' ? named(args, params) : named;
}

const cancelEvent: DirectAction = (_run, scope, action, args, params) => {
  const { sendId } = action as unknown as { readonly sendId: Expression<string> };
  const id = typeof sendId === 'function' ? sendId(args, params) : sendId;
  const { self } = scope;
  const { scheduler } = scope.system as unknown as InsideSystem;
  scope.effect(() => scheduler.cancel(self, id));
  return true;
};

interface SpawnAction {
  readonly id: string | undefined | ((args: ActionArgs) => string);
  readonly systemId: string | undefined;
  readonly src: string | AnyActorLogic;
  readonly input: unknown;
  readonly syncSnapshot: boolean | undefined;
}

const spawnActor: DirectAction = (run, scope, action, args) => {
  const { id, systemId, src, input, syncSnapshot } = action as unknown as SpawnAction;
  const logic = typeof src === 'string' ? logicNamed(run.machine as never, src) : src;
  if (!logic) {
    return false;
  }
  const { self } = scope;
  const ownId = typeof id === 'function' ? id(args) : id;
  const child = scope.createChild(logic, {
    id: ownId,
    parent: self,
    syncSnapshot,
    input:
      typeof input === 'function'
        ? (input as (of: object) => unknown)({ context: args.context, event: args.event, self })
        : input,
    src,
    systemId,
  });
  run.addChild(ownId as string, child);
  scope.effect(startOf(child));
  return true;
};

/** Spawns an actor as assignments do, by XState's rules for them; undefined where XState has an error to throw. */
export function spawnDirectly(
  run: Run,
  scope: DirectScope,
  { context, event }: ActionArgs,
  source: unknown,
  options: SpawnOptions | undefined,
): AnyActorRef | undefined {
  const isNamed = typeof source === 'string';
  const logic = isNamed ? logicNamed(run.machine as never, source) : (source as AnyActorLogic);
  if (!logic) {
    return undefined;
  }
  const { self } = scope;
  const input = options?.input;
  const child = scope.createChild(logic, {
    id: options?.id,
    parent: self,
    syncSnapshot: options?.syncSnapshot,
    input:
      isNamed && typeof input === 'function'
        ? (input as (of: object) => unknown)({ context, event, self })
        : input,
    src: source,
    systemId: options?.systemId,
  });
  scope.defer(startOf(child));
  return child;
}

export interface SpawnOptions {
  readonly id?: string;
  readonly systemId?: string;
  readonly syncSnapshot?: boolean;
  readonly input?: unknown;
}

function startOf(child: AnyActorRef): () => void {
  return () => {
    if ((child as unknown as InsideActor)._processingStatus !== STOPPED) {
      child.start();
    }
  };
}

const STOPPED = 2;

/** The logic that a machine knows by a name; XState names logic that is written inline by its place. */
function logicNamed(machine: AnyStateMachine, name: string): AnyActorLogic | undefined {
  const place = name.startsWith('xstate.invoke.') ? INLINE.exec(name) : null;
  if (place === null) {
    return (machine.implementations.actors as Record<string, AnyActorLogic | undefined>)[name];
  }
  const [, index, state] = place as unknown as [string, string, string];
  const { invoke } = machine.getStateNodeById(state).config as { readonly invoke: Invoked | Invoked[] };
  return (Array.isArray(invoke) ? (invoke[Number(index)] as Invoked) : invoke).src;
}

const INLINE = /^xstate\.invoke\.(\d+)\.(.*)/;

interface Invoked {
  readonly src: AnyActorLogic;
}

interface StopAction {
  readonly actorRef: Expression<string | AnyActorRef | undefined>;
  readonly execute: (scope: DirectScope, actor: AnyActorRef) => void;
}

const stopActor: DirectAction = (run, scope, action, args, params) => {
  const { actorRef, execute } = action as unknown as StopAction;
  const named = typeof actorRef === 'function' ? actorRef(args, params) : actorRef;
  const actor = typeof named === 'string' ? (run.child(named) as AnyActorRef | undefined) : named;
  if (!actor) {
    run.touch();
    return true;
  }
  run.removeChild(actor.id);
  scope.execute(() => execute(scope, actor));
  return true;
};

/** Has XState carry out an action of which the expressions have been worked out. */
function leaveToXState(
  run: Run,
  scope: DirectScope,
  action: BuiltInAction,
  args: ActionArgs,
  constants: object,
): void {
  const [, resolved] = action.resolve(scope, run.settled(), args, undefined, constants, run.extra);
  run.retries?.push([action, resolved]);
  scope.execute(() => action.execute?.(scope, resolved));
}

const directActions = new Map<unknown, DirectAction>(
  [
    [sendTo('', { type: '' }), send] as const,
    [raise({ type: '' }), raiseEvent] as const,
    [cancel(''), cancelEvent] as const,
    [spawnChild('' as never), spawnActor] as const,
    [stopChild(''), stopActor] as const,
  ].map(([action, direct]) => [(action as unknown as BuiltInAction).resolve, direct]),
);
