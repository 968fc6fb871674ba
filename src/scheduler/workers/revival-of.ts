import type { AnyActorRef } from 'xstate';
import type { ControlledSystem } from '../../system/controlled-system.js';
import { syncsSnapshot } from '../../system/thread-seam.js';
import { parentOf, systemIdOf } from '../../system/xstate-seam.js';
import type { ActorDirectory, DirectoryEntry } from './actor-directory.js';
import type { Revival } from './messages.js';
import type { Mirror } from './mirror.js';
import { toWire, type Wire, WireProblem } from './wire.js';
import { HostingError } from './workers-errors.js';

/** An actor that cannot begin anew, and why. */
export class NotRevivableError extends Error {
  constructor(
    readonly address: string,
    message: string,
  ) {
    super(message);
    this.name = 'NotRevivableError';
  }

  /** The error in which the actor ends. */
  because(cause: Error): HostingError {
    return new HostingError(
      'ERR_RESTART',
      `${cause.message}, and ${this.address} cannot begin anew: ${this.message}`,
      { cause },
    );
  }
}

/**
 * What another thread needs to let an actor live on: its state when its last step was committed, and what else it had.
 *
 * @param isNamed - whether a module was named for its address
 * @throws NotRevivableError where that cannot go to another thread
 */
export function revivalOf(
  ref: AnyActorRef,
  { name, ids, lineage, way }: DirectoryEntry,
  mirror: Mirror,
  directory: ActorDirectory,
  system: ControlledSystem,
  isNamed: boolean,
): Revival {
  const parent = parentOf(ref);
  const above = parent === undefined ? undefined : directory.entryOf(parent);
  if (above === undefined) {
    throw new TypeError(`${name.address} has no parent`);
  }
  if (above.mirror !== undefined && way.at(-1)?.src === undefined && !isNamed) {
    throw new NotRevivableError(
      name.address,
      `it was started from an object, which has no name to find it by; name it in \`setup({ actors })\`, or name a module for '${name.address}'`,
    );
  }
  const { children, ...fields } = mirror.fields;
  const [fault] = system.faults('crash', ref);
  return {
    name,
    ids,
    way,
    parent: above.name,
    lineage: lineage.slice(1),
    systemId: systemIdOf(ref),
    sessionId: ref.sessionId,
    syncSnapshot: syncsSnapshot(ref),
    value: fields['value'],
    snapshot: exactly(fields, name.address, directory),
    children: children === undefined ? undefined : toWire(children, directory, 'likeness', 'children'),
    history: mirror.history,
    unnamedChildren: [...mirror.unnamedChildren],
    isStopping: fault?.receiver.isStopping === true,
  };
}

function exactly(fields: object, address: string, directory: ActorDirectory): Wire {
  try {
    return toWire(fields, directory, 'exact', 'snapshot');
  } catch (problem) {
    if (!(problem instanceof WireProblem)) {
      throw problem;
    }
    const { path, what } = problem;
    throw new NotRevivableError(
      address,
      `${path.replace(/^snapshot\./, '')} ${what}; keep plain data there, and actors as their refs`,
    );
  }
}
