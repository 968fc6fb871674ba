import { closest } from 'fastest-levenshtein';
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

/**
 * Imports what a source names.
 *
 * @throws HostingError where there is no such module or export, or it is no logic, with what there is
 */
export async function importLogic(source: LogicSource, clock: BlockingClock): Promise<AnyActorLogic> {
  const exports = await importModule(source);
  const exported = exports[source.export];
  if (typeof exported !== 'function' || isLogic(exported)) {
    return asLogic(source, exported, source.export in exports ? 'is' : undefined, exports);
  }
  let made: unknown;
  try {
    made = (exported as (args: unknown, clock: BlockingClock) => unknown)(source.args, clock);
  } catch (cause) {
    throw new HostingError(
      'ERR_MODULE',
      `${describeSource(source)} was called to make the logic, and threw ${String(cause)}`,
      { cause },
    );
  }
  return asLogic(source, made, 'is a function that made', exports);
}

async function importModule({
  module,
  export: name,
}: LogicSource): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(String(module))) as Record<string, unknown>;
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const advice = isMissing
      ? "; give the URL of a JavaScript file, as import.meta.resolve('./my-machines.js') does"
      : '';
    throw new HostingError(
      'ERR_MODULE',
      `the module ${String(module)}, in which threads are to find "${name}", cannot be imported: ${String(cause)}${advice}`,
      { cause },
    );
  }
}

/** @param how - what the export has to do with the value; `undefined` where there is no such export */
function asLogic(
  source: LogicSource,
  value: unknown,
  how: string | undefined,
  exports: Readonly<Record<string, unknown>>,
): AnyActorLogic {
  if (isLogic(value)) {
    return value;
  }
  const names = Object.keys(exports);
  const others =
    names.length === 0
      ? 'the module exports nothing'
      : `the module exports ${names.join(', ')} (nearest: ${closest(source.export, names)})`;
  throw new HostingError(
    'ERR_MODULE',
    how === undefined
      ? `${String(source.module)} has no export "${source.export}"; ${others}`
      : `${describeSource(source)} ${how} ${kindOf(value)}, where actor logic is wanted, or a function that makes it; ${others}`,
  );
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) {
    return String(value);
  }
  return typeof value === 'object'
    ? `an object with ${Object.keys(value).join(', ') || 'nothing in it'}`
    : `a ${typeof value}`;
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
