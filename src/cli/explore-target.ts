import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExploreOptions } from '../explorer/explore-options.js';
import type { SubjectFactory } from '../explorer/subject.js';
import { factoryFrom, type ModuleFactory } from '../explorer/threads/module-factory.js';
import type { Origin } from '../restaurant/origin.js';
import { scenarioRules } from '../restaurant/scenario-system.js';
import { scenarioSubject } from '../restaurant/scenario-subject.js';
import { usageError } from './command-error.js';
import { nearest } from '../explorer/nearest.js';
import { readSettings, type SettingsOptions } from './read-settings.js';
import { scenarioNamed } from './scenario-named.js';

/** A system to explore. */
export interface ExploreTarget {
  readonly factory: SubjectFactory;
  /** How the files of a failure are called; by the address of its root unless given. */
  readonly name?: string;
  /** What is to hold of it beyond that its root does not end in error, and how it is explored unless told otherwise. */
  readonly usual: ExploreOptions;
}

/** The options that say more about the system, as they were typed. */
export interface TargetOptions extends SettingsOptions {
  /** The name of the export that says what is to hold. */
  readonly properties?: string;
  readonly threads?: string;
}

/** One service of the lunch rush takes some 20,000 decisions. */
const SCENARIO_STEPS = 100_000;

/** The scenario of a name, or the export of a module: `race`, `./dist/my-system.js#createMySystem`. */
export async function exploreTarget(text: string, options: TargetOptions): Promise<ExploreTarget> {
  if (!isPath(text)) {
    return scenarioTarget(text, options);
  }
  const factory = await moduleTarget(text, options);
  return { factory, usual: factory.shared };
}

/** The export of a module: `./dist/my-system.js#createMySystem`. */
export async function moduleTarget(
  text: string,
  options: Pick<TargetOptions, keyof SettingsOptions | 'properties'>,
): Promise<ModuleFactory> {
  checkNoSettings(text, options);
  const [path = '', name] = text.split('#');
  return moduleFactory(path, name, options.properties);
}

async function scenarioTarget(name: string, options: TargetOptions): Promise<ExploreTarget> {
  const scenario = scenarioNamed(name);
  if (options.properties !== undefined) {
    throw usageError(`--properties names an export of a module; the scenario ${name} has none`);
  }
  const settings = readSettings(scenario, options);
  const argument: Origin = { scenario: name, settings };
  const system = new URL('../restaurant/scenario-system.js', import.meta.url);
  if (options.threads === undefined) {
    const usual = { ...scenarioRules(argument), steps: SCENARIO_STEPS };
    return { factory: scenarioSubject(scenario, settings), name, usual };
  }
  const exports = { factory: 'scenarioSystem', properties: 'scenarioRules', argument };
  const factory = await factoryFrom(system, exports);
  return { factory, name, usual: { ...factory.shared, steps: SCENARIO_STEPS } };
}

/** Throws a usage error where an option chooses something about a scenario, and the target is none but of this kind. */
export function checkNoSettings(text: string, options: SettingsOptions, kind = 'a module'): void {
  const { staff, menu, rest, orders, customers, perHour } = options;
  const given = Object.entries({
    '--staff': staff,
    '--menu': menu,
    '--rest': rest,
    '--orders': orders,
    '--customers': customers,
    '--per-hour': perHour,
  }).find(([, value]) => value !== undefined);
  if (given !== undefined) {
    throw usageError(`${given[0]} is for scenarios; ${text} is ${kind}`);
  }
}

/** Whether a target is a path; no scenario has a dot, a slash or a hash in its name. */
export function isPath(text: string): boolean {
  return /[./#\\]/.test(text);
}

async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(path)) {
    throw usageError(`${path}: does not exist; a module is named as in ./dist/my-system.js#createMySystem`);
  }
  try {
    return (await import(urlOf(path))) as Record<string, unknown>;
  } catch (error) {
    throw usageError(
      `${path}: cannot be imported: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function moduleFactory(
  path: string,
  name: string | undefined,
  properties: string | undefined,
): Promise<ModuleFactory> {
  const module = await importModule(path);
  const names = Object.keys(module).sort();
  const [only] = names;
  const factory = name ?? (names.length === 1 && only !== undefined ? only : 'default');
  if (name === undefined && !Object.hasOwn(module, factory)) {
    throw usageError(
      `${path}: say which export is the system, as in ${path}#${only ?? 'createMySystem'}; ${knownExports(names)}`,
    );
  }
  const found = exportOf(module, path, factory);
  const isSystem = typeof found === 'function' || (isObject(found) && 'transition' in found);
  if (!isSystem) {
    throw usageError(
      `${path}#${factory} is no system; export a machine, or a function that returns { machine, input }`,
    );
  }
  const isRules = (rules: unknown): boolean => isObject(rules) || typeof rules === 'function';
  if (properties !== undefined && !isRules(exportOf(module, path, properties))) {
    throw usageError(
      `--properties ${properties}: is no object; export { invariants, monitors, mustFinish, … }`,
    );
  }
  return factoryFrom(urlOf(path), { factory, ...(properties === undefined ? {} : { properties }) });
}

function exportOf(module: Readonly<Record<string, unknown>>, path: string, name: string): unknown {
  if (!Object.hasOwn(module, name)) {
    const names = Object.keys(module).sort();
    const hint = names.length === 0 ? '' : ` (${nearest(name, names)})`;
    throw usageError(`${path} has no export ${name}; ${knownExports(names)}${hint}`);
  }
  return module[name];
}

function knownExports(names: readonly string[]): string {
  return names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function urlOf(path: string): string {
  return pathToFileURL(resolve(path)).href;
}
