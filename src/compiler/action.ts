import { assign } from 'xstate';
import type { AnyMachineSnapshot } from 'xstate';
import { directActionOf, spawnDirectly } from './direct-action.js';
import type { DirectAction, SpawnOptions } from './direct-action.js';
import type { Run, Step } from './run.js';
import type { Action, ActionArgs, ActionFunction, BuiltInAction } from './xstate-insides.js';

/**
 * Resolves an action, and carries it out or has it carried out later, just as XState does. Only `assign` and what is
 * direct is done here; all the other built-in actions are asked to do it themselves.
 */
export function performAction(run: Run, action: Action): void {
  const found = implementationOf(action, run);
  carryOut(run, action, found, kindOf(found));
}

/** The step that performs an action; what kind it is of is found out once for each of its implementations. */
export function stepOf(action: Action): Step {
  let known: ActionFunction | undefined;
  let kind = kindOf(known);
  return (run) => {
    const found = implementationOf(action, run);
    if (found !== known) {
      known = found;
      kind = kindOf(found);
    }
    carryOut(run, action, found, kind);
  };
}

/** Who knows how to carry out an action: it itself is a function, or this part of the compiler, or XState. */
type Kind = 'custom' | 'assign' | 'built-in' | DirectAction;

function kindOf(found: ActionFunction | undefined): Kind {
  if (!found || !('resolve' in found)) {
    return 'custom';
  }
  const builtIn = found as ActionFunction & BuiltInAction;
  return builtIn.resolve === resolveAssign ? 'assign' : (directActionOf(builtIn) ?? 'built-in');
}

/** Looked up each time, as XState does. */
function implementationOf(action: Action, { machine }: Run): ActionFunction | undefined {
  return typeof action === 'function'
    ? action
    : machine.implementations.actions[typeof action === 'string' ? action : action.type];
}

function carryOut(run: Run, action: Action, found: ActionFunction | undefined, kind: Kind): void {
  const { scope, direct, event, context } = run;
  const params = typeof action === 'object' ? paramsOf(action, run) : undefined;
  if (kind === 'assign' && context) {
    performAssignment(run, found as ActionFunction & BuiltInAction, params);
    return;
  }
  const args = { context, event, self: scope.self, system: scope.system };
  if (kind === 'custom') {
    performCustom(run, action, found, args, params);
    return;
  }
  const builtIn = found as ActionFunction & BuiltInAction;
  if (direct !== undefined && typeof kind === 'function' && kind(run, direct, builtIn, args, params)) {
    return;
  }
  const [snapshot, resolvedParams, actions] = builtIn.resolve(
    scope,
    run.settled(),
    args,
    params,
    builtIn,
    run.extra,
  );
  run.adopt(snapshot);
  if ('retryResolve' in builtIn) {
    run.retries?.push([builtIn, resolvedParams]);
  }
  if ('execute' in builtIn) {
    const { type, execute } = builtIn as Required<BuiltInAction>;
    scope.actionExecutor({
      type,
      info: args as never,
      params: resolvedParams,
      exec: execute.bind(null, scope, resolvedParams),
    });
  }
  if (actions) {
    for (const one of actions) {
      performAction(run, one);
    }
  }
}

/** An action of the machine's own; one that is missing is told of, and nothing else. */
function performCustom(
  { scope, direct }: Run,
  action: Action,
  found: ActionFunction | undefined,
  args: ActionArgs,
  params: unknown,
): void {
  if (direct === undefined) {
    scope.actionExecutor({ type: typeOf(action), info: args as never, params, exec: found as never });
  } else if (found) {
    const custom = found as (of: object, params: unknown) => unknown;
    direct.execute(() => custom(args, params));
  }
}

function paramsOf(action: { readonly params?: unknown }, { context, event }: Run): unknown {
  if (!('params' in action)) {
    return undefined;
  }
  const { params } = action;
  return typeof params === 'function' ? (params as (args: object) => unknown)({ context, event }) : params;
}

function typeOf(action: Action): string {
  return typeof action === 'string'
    ? action
    : typeof action === 'object'
      ? action.type
      : action.name || '(anonymous)';
}

const { resolve: resolveAssign } = assign({}) as unknown as BuiltInAction;

type Assigner = (args: object, params: unknown) => Record<string, unknown>;
type Spawn = (source: unknown, options?: unknown) => { readonly id: string };

function performAssignment(run: Run, action: BuiltInAction, params: unknown): void {
  const { assignment } = action as unknown as {
    readonly assignment: Assigner | Readonly<Record<string, unknown>>;
  };
  const { context, event, scope } = run;
  const { self, system } = scope;
  let spawned: Map<string, unknown> | undefined;
  const spawn: Spawn = (source, options) => {
    const ref = spawnActor(run, action, args, source, options);
    spawned ??= new Map();
    spawned.set(ref.id, ref);
    return ref;
  };
  const args = { context, event, spawn, self, system };
  let update: Record<string, unknown>;
  if (typeof assignment === 'function') {
    update = assignment(args, params);
  } else {
    update = {};
    for (const key of Object.keys(assignment)) {
      const value = assignment[key];
      update[key] = typeof value === 'function' ? (value as Assigner)(args, params) : value;
    }
  }
  run.assign(Object.assign({}, context, update));
  spawned?.forEach((ref, id) => run.addChild(id, ref));
}

/**
 * Spawns an actor as assignments do. Where this is left to XState, that is the function which it gives to assignments;
 * the rest of the assignment is broken off.
 */
function spawnActor(
  run: Run,
  action: BuiltInAction,
  args: ActionArgs,
  source: unknown,
  options: unknown,
): { readonly id: string } {
  const child =
    run.direct && spawnDirectly(run, run.direct, args, source, options as SpawnOptions | undefined);
  if (child !== undefined) {
    return child;
  }
  const { scope, machine } = run;
  let ref: { readonly id: string } | undefined;
  const assignment = ({ spawn }: { spawn: Spawn }): never => {
    ref = spawn(source, options);
    throw BREAK;
  };
  const before = { machine, context: args.context } as unknown as AnyMachineSnapshot;
  try {
    action.resolve(scope, before, args, undefined, { assignment }, NO_EXTRA);
  } catch (error) {
    if (error !== BREAK || ref === undefined) {
      throw error;
    }
    return ref;
  }
  throw new Error('an assignment that throws did not');
}

const BREAK = new Error('the assignment is broken off');
const NO_EXTRA = { internalQueue: [], deferredActorIds: undefined };
