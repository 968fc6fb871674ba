import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExploreOptions } from '../explorer/explore-options.js';
import type { Subject, SubjectFactory } from '../explorer/subject.js';
import { scenarioProperties, scenarioSubject } from '../restaurant/scenario-subject.js';
import { usageError } from './command-error.js';
import { nearest } from './nearest.js';
import { scenarioNamed } from './scenario-named.js';

/** A system to explore, and what is to hold of it beyond that its root does not end in error. */
export interface ExploreTarget {
  readonly factory: SubjectFactory;
  readonly properties: Pick<ExploreOptions, 'mustFinish' | 'monitors'>;
}

/** The scenario of a name, or the export of a module: `race`, `./dist/my-system.js#createMySystem`. */
export async function exploreTarget(text: string): Promise<ExploreTarget> {
  if (!isModule(text)) {
    const scenario = scenarioNamed(text);
    const { defaults } = scenario;
    return {
      factory: scenarioSubject(scenario, defaults),
      properties: scenarioProperties(scenario, defaults),
    };
  }
  const [path = '', name] = text.split('#');
  return { factory: factoryOf(await importModule(path), path, name), properties: {} };
}

/** Whether a target is a path; no scenario has a dot, a slash or a hash in its name. */
function isModule(text: string): boolean {
  return /[./#\\]/.test(text);
}

async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw usageError(`${path}: does not exist; a module is named as in ./dist/my-system.js#createMySystem`);
  }
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw usageError(
      `${path}: cannot be imported: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function factoryOf(
  module: Readonly<Record<string, unknown>>,
  path: string,
  name: string | undefined,
): SubjectFactory {
  const names = Object.keys(module).sort();
  const [only] = names;
  const wanted = name ?? (names.length === 1 && only !== undefined ? only : 'default');
  if (!Object.hasOwn(module, wanted)) {
    const known = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`;
    const hint = name === undefined || names.length === 0 ? '' : ` (${nearest(wanted, names)})`;
    throw usageError(
      name === undefined
        ? `${path}: say which export is the system, as in ${path}#${only ?? 'createMySystem'}; ${known}`
        : `${path} has no export ${wanted}; ${known}${hint}`,
    );
  }
  const found = module[wanted];
  if (typeof found === 'function') {
    return found as SubjectFactory;
  }
  if (typeof found === 'object' && found !== null && 'transition' in found) {
    const subject = { machine: found } as Subject;
    return () => subject;
  }
  throw usageError(
    `${path}#${wanted} is no system; export a machine, or a function that returns { machine, input }`,
  );
}
