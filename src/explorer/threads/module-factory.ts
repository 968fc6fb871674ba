import type { ExploreOptions } from '../explore-options.js';
import { ExploreOptionError, SubjectError } from '../explorer-errors.js';
import type { Subject, SubjectFactory } from '../subject.js';

/** The options that hold functions or machines, which no thread can send another. */
export type SharedProperties = Pick<ExploreOptions, 'invariants' | 'monitors' | 'properties'>;

/** The options that say what is to hold. */
export type ModuleProperties = SharedProperties &
  Pick<ExploreOptions, 'mustFinish' | 'noUnhandledEvents' | 'noErrors' | 'noDeadLetters'>;

/** Where in a module a system and what is to hold of it are found. */
export interface FactoryFromOptions {
  /** The name of the export that is the system, a machine, or makes it. */
  readonly factory: string;
  /** What to call that export with, as plain data; nothing unless given. */
  readonly argument?: unknown;
  /**
   * The name of the export that says what is to hold, `{ invariants, monitors, mustFinish, … }`, or of a function that
   * is called with the argument and returns that.
   */
  readonly properties?: string;
}

/** A factory of which every thread can have its own, since it says where it is from. */
export interface ModuleFactory extends SubjectFactory {
  /** What the module says is to hold; to be given to `explore` among its options. */
  readonly shared: ModuleProperties;
  /** Where it is from. */
  readonly from: FactoryFromOptions & { readonly url: string };
}

/**
 * Imports a module and takes a factory from it, for an exploration on several threads: machines and functions cannot
 * go from one thread to another, but each can import the same module.
 *
 * @param url - of the module, as JavaScript: `import.meta.resolve('./my-system.js')`
 * @throws SubjectError where the module cannot be imported or has no such exports; ExploreOptionError where its
 * properties have a name that is none
 *
 * @example
 * ```ts
 * const names = { factory: 'createMySystem', properties: 'mustHold' };
 * const factory = await factoryFrom(import.meta.resolve('./my-system.js'), names);
 * const report = await explore(factory, { ...factory.shared, strategy: random(), threads: 4 });
 * ```
 */
export async function factoryFrom(url: string | URL, names: FactoryFromOptions): Promise<ModuleFactory> {
  const from = { ...names, url: String(url) };
  const exports = await importModule(from.url);
  const make = makerOf(exports[names.factory], names.argument);
  if (make === undefined) {
    throw new SubjectError(`${from.url} exports no machine or function ${names.factory}`);
  }
  const shared =
    names.properties === undefined ? {} : propertiesOf(exports[names.properties], names.argument);
  if (shared === undefined) {
    throw new SubjectError(`${from.url} exports no object ${names.properties}`);
  }
  checkNames(shared, names.properties ?? '');
  return Object.assign(make, { from, shared });
}

/** Whether a factory says where it is from. */
export function isModuleFactory(factory: SubjectFactory): factory is ModuleFactory {
  return 'from' in factory && 'shared' in factory;
}

/** A function that makes the system that was exported; `undefined` where that is none. */
function makerOf(found: unknown, argument: unknown): SubjectFactory | undefined {
  if (typeof found === 'function') {
    return () => (found as (argument: unknown) => Subject)(argument);
  }
  if (typeof found === 'object' && found !== null && 'transition' in found) {
    const subject = { machine: found } as Subject;
    return () => subject;
  }
  return undefined;
}

/** What is to hold, as it was exported or as a function makes it; `undefined` where that is neither. */
function propertiesOf(found: unknown, argument: unknown): ModuleProperties | undefined {
  const properties: unknown =
    typeof found === 'function' ? (found as (argument: unknown) => unknown)(argument) : found;
  return typeof properties === 'object' && properties !== null ? properties : undefined;
}

const PROPERTY_NAMES: Readonly<Record<keyof ModuleProperties, true>> = {
  invariants: true,
  monitors: true,
  properties: true,
  mustFinish: true,
  noUnhandledEvents: true,
  noErrors: true,
  noDeadLetters: true,
};

/** A name that is none would be passed over in silence, and the property with it. */
function checkNames(properties: object, name: string): void {
  const wrong = Object.keys(properties).find((key) => !Object.hasOwn(PROPERTY_NAMES, key));
  if (wrong !== undefined) {
    const known = Object.keys(PROPERTY_NAMES).join(', ');
    throw new ExploreOptionError(name, `has ${wrong}; what is to hold is one of ${known}`);
  }
}

async function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(url)) as Record<string, unknown>;
  } catch (error) {
    throw new SubjectError(`${url} cannot be imported`, error);
  }
}
