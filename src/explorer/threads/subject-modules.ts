import type { LogicSources } from '../../scheduler/workers/logic-source.js';
import { makeSubject } from '../subject.js';
import type { ModuleFactory } from './module-factory.js';

/** Where threads find the machine of a system that a module exports, or has a function for. */
export function subjectModules(factory: ModuleFactory): LogicSources {
  const { machine, id, systemId } = makeSubject(factory);
  const root = systemId ?? id ?? ('id' in machine ? String(machine.id) : undefined);
  if (root === undefined) {
    // Only a machine has children, and the root itself lives on no thread.
    return {};
  }
  const { url, factory: name, argument } = factory.from;
  const module = new URL('./subject-logic.js', import.meta.url);
  module.searchParams.set('module', url);
  module.searchParams.set('factory', name);
  if (argument !== undefined) {
    module.searchParams.set('argument', JSON.stringify(argument));
  }
  return { [root]: { module: module.href, export: 'machine' } };
}
