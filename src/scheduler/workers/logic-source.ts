import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import type { Clock } from '../../clock/clock.js';
import { HostingError } from './workers-errors.js';

/**
 * Where a thread finds a logic, since functions cannot be sent: in a module, under the name of an export.
 *
 * The export is the logic itself, or with `args` a function that makes it: `(args, clock) => logic`.
 */
export interface LogicSource {
  /** The URL of the module, as JavaScript: `import.meta.resolve('./restaurant.js')`. */
  readonly module: string | URL;
  readonly export: string;
  /** Plain data for a function that makes the logic. */
  readonly args?: unknown;
}

/** Where threads find logics, by the address of an actor or the name that its parent has for its logic. */
export type LogicSources = Readonly<Record<string, LogicSource>>;

/** What a function that makes a logic on a thread is given of the run's clock. */
export type BlockingClock = Pick<Clock, 'block'>;

/** A source as errors tell it. */
export function describeSource({ module, export: name }: LogicSource): string {
  return `${String(module)}#${name}`;
}

/** Imports what a source names. */
export async function importLogic(source: LogicSource, clock: BlockingClock): Promise<AnyActorLogic> {
  const where = describeSource(source);
  let exports: Readonly<Record<string, unknown>>;
  try {
    exports = (await import(String(source.module))) as Record<string, unknown>;
  } catch (cause) {
    throw new HostingError('ERR_MODULE', `${where}: the module cannot be imported (${String(cause)})`, {
      cause,
    });
  }
  const exported = exports[source.export];
  const logic: unknown =
    typeof exported === 'function' && !isLogic(exported)
      ? (exported as (args: unknown, clock: BlockingClock) => unknown)(source.args, clock)
      : exported;
  if (!isLogic(logic)) {
    const names = Object.keys(exports).join(', ') || 'nothing';
    throw new HostingError(
      'ERR_MODULE',
      `${where} is no actor logic, nor a function that makes one; the module exports ${names}`,
    );
  }
  return logic;
}

/** The logic that a machine means by the `src` of one of its children. */
export function childLogic(parent: AnyActorLogic, src: string): AnyActorLogic | undefined {
  if (!isMachine(parent)) {
    return undefined;
  }
  const inline = /^xstate\.invoke\.(\d+)\.(.*)$/.exec(src);
  if (inline === null) {
    return parent.implementations.actors[src] as AnyActorLogic | undefined;
  }
  const [, index, node] = inline;
  const { invoke } = parent.getStateNodeById(String(node)).config as { readonly invoke?: unknown };
  const invocation = (Array.isArray(invoke) ? (invoke as unknown[])[Number(index)] : invoke) as
    | { readonly src?: AnyActorLogic }
    | undefined;
  return invocation?.src;
}

export function isMachine(logic: AnyActorLogic): logic is AnyStateMachine {
  return '__xstatenode' in logic;
}

function isLogic(value: unknown): value is AnyActorLogic {
  return (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    'transition' in value &&
    'getInitialSnapshot' in value
  );
}
