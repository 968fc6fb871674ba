import type { ExploreOptions } from '../explore-options.js';
import { SubjectError } from '../explorer-errors.js';
import type { SubjectFactory } from '../subject.js';

/** The options that hold functions or machines, which no thread can send another. */
export type SharedProperties = Pick<ExploreOptions, 'invariants' | 'monitors' | 'properties'>;

/** Where in a module a system and what is to hold of it are found. */
export interface FactoryFromOptions {
  /** The name of the export that makes the system. */
  readonly factory: string;
  /** The name of the export that holds its properties: `{ invariants, monitors, properties }`. */
  readonly properties?: string;
}

/** A factory of which every thread can have its own, since it says where it is from. */
export interface ModuleFactory extends SubjectFactory {
  /** What the module says is to hold; to be given to `explore` among its options. */
  readonly shared: SharedProperties;
  /** Where it is from. */
  readonly from: FactoryFromOptions & { readonly url: string };
}

/**
 * Imports a module and takes a factory from it, for an exploration on several threads: machines and functions cannot
 * go from one thread to another, but each can import the same module.
 *
 * @param url - of the module, as JavaScript: `import.meta.resolve('./my-system.js')`
 * @throws SubjectError where the module cannot be imported or has no such exports
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
  const make = exports[names.factory];
  if (typeof make !== 'function') {
    throw new SubjectError(`${from.url} exports no function ${names.factory}`);
  }
  const shared = names.properties === undefined ? {} : exports[names.properties];
  if (typeof shared !== 'object' || shared === null) {
    throw new SubjectError(`${from.url} exports no object ${names.properties}`);
  }
  return Object.assign(() => (make as SubjectFactory)(), { from, shared });
}

/** Whether a factory says where it is from. */
export function isModuleFactory(factory: SubjectFactory): factory is ModuleFactory {
  return 'from' in factory && 'shared' in factory;
}

async function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(url)) as Record<string, unknown>;
  } catch (error) {
    throw new SubjectError(`${url} cannot be imported`, error);
  }
}
