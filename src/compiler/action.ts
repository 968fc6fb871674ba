import { assign } from 'xstate';
import type { AnyMachineSnapshot } from 'xstate';
import { directActionOf, spawnDirectly } from './direct-action.js';
import type { SpawnOptions } from './direct-action.js';
import type { Run } from './run.js';
import type { Action, ActionArgs, ActionFunction, BuiltInAction } from './xstate-insides.js';

/**
 * Resolves an action, and carries it out or has it carried out later, just as XState does. Only `assign` is done here;
 * all the other built-in actions are asked to do it themselves.
 */
export function performAction(run: Run, action: Action): void {
  const { scope, direct, event } = run;
  const resolved =
    typeof action === 'function'
      ? action
      : run.machine.implementations.actions[typeof action === 'string' ? action : action.type];
  const args = { context: run.context, event, self: scope.self, system: scope.system };
  const params = typeof action === 'object' ? paramsOf(action, run) : undefined;
  if (!resolved || !('resolve' in resolved)) {
    if (direct !== undefined) {
      if (resolved) {
        const custom = resolved as (of: object, params: unknown) => unknown;
        direct.execute(() => custom(args, params));
      }
      return;
    }
    scope.actionExecutor({
      type: typeOf(action),
      info: args as never,
      params,
      exec: resolved as never,
    });
    return;
  }
  const builtIn = resolved as ActionFunction & BuiltInAction;
  if (builtIn.resolve === resolveAssign && run.context) {
    performAssignment(run, builtIn, args, params);
    return;
  }
  if (direct !== undefined && directActionOf(builtIn)?.(run, direct, builtIn, args, params) === true) {
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

function performAssignment(run: Run, action: BuiltInAction, args: ActionArgs, params: unknown): void {
  const { assignment } = action as unknown as {
    readonly assignment: Assigner | Readonly<Record<string, unknown>>;
  };
  const { context } = run;
  const { event, self, system } = args;
  let spawned: Map<string, unknown> | undefined;
  const spawn: Spawn = (source, options) => {
    const ref = spawnActor(run, action, args, source, options);
    spawned ??= new Map();
    spawned.set(ref.id, ref);
    return ref;
  };
  const assignArgs = { context, event, spawn, self, system };
  let update: Record<string, unknown>;
  if (typeof assignment === 'function') {
    update = assignment(assignArgs, params);
  } else {
    update = {};
    for (const key of Object.keys(assignment)) {
      const value = assignment[key];
      update[key] = typeof value === 'function' ? (value as Assigner)(assignArgs, params) : value;
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
  const {
    scope,
    snapshot: { machine },
  } = run;
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
