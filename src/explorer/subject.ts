import type { AnyActorLogic } from 'xstate';
import { SubjectError } from './explorer-errors.js';

/** A system to explore: its root's logic, and what `createActor` would be given beside it. */
export interface Subject {
  readonly machine: AnyActorLogic;
  readonly input?: unknown;
  readonly id?: string;
  readonly systemId?: string;
}

/** Makes the system anew for each schedule. What it returns must not remember the schedule before. */
export type SubjectFactory = () => Subject;

/** Calls a factory; throws a {@link SubjectError} where it throws, or returns no system. */
export function makeSubject(factory: SubjectFactory): Subject {
  let subject: Subject;
  try {
    subject = factory();
  } catch (error) {
    throw new SubjectError('the factory of the system threw', error);
  }
  const machine: unknown = (subject as Subject | undefined)?.machine;
  if (typeof machine !== 'object' || machine === null || !('transition' in machine)) {
    const what = machine === undefined ? 'nothing' : typeof machine;
    throw new SubjectError(`the factory returned ${what} for a machine; return { machine, input }`);
  }
  if ('sessionId' in machine) {
    throw new SubjectError('the factory returned an actor; return the machine itself, as { machine, input }');
  }
  return subject;
}
