import type { AnyActorLogic } from 'xstate';
import { disregardPromise } from './disregard-promise.js';
import { SubjectError } from './explorer-errors.js';

/** A system to explore: its root's logic, and what `createActor` would be given beside it. */
export interface Subject {
  readonly machine: AnyActorLogic;
  readonly input?: unknown;
  readonly id?: string;
  readonly systemId?: string;
}

/** Makes the system anew. What it returns must not remember the schedules of another. */
export type SubjectFactory = () => Subject;

/** Calls a factory; throws a {@link SubjectError} where it throws, or returns no system. */
export function makeSubject(factory: SubjectFactory): Subject {
  if (typeof (factory as unknown) !== 'function') {
    throw new SubjectError('what makes the system is to be a function: () => ({ machine, input })');
  }
  let subject: unknown;
  try {
    subject = factory();
  } catch (error) {
    throw new SubjectError('the factory of the system threw', error);
  }
  disregardPromise(subject);
  disregardPromise(machineOf(subject));
  if (isActor(subject) || isActor(machineOf(subject))) {
    throw new SubjectError(
      'the factory returned an actor, which one schedule would leave to the next as it was; return the machine itself, as { machine, input }',
    );
  }
  const machine = machineOf(subject);
  if (typeof machine !== 'object' || machine === null || !('transition' in machine)) {
    throw new SubjectError(`the factory returned ${nameOf(subject)}; return { machine, input }`);
  }
  return subject as Subject;
}

function machineOf(subject: unknown): unknown {
  return typeof subject === 'object' && subject !== null && 'machine' in subject
    ? subject.machine
    : undefined;
}

function isActor(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'sessionId' in value;
}

function nameOf(subject: unknown): string {
  if (typeof subject !== 'object' || subject === null) {
    return subject === null ? 'null' : typeof subject;
  }
  if (subject instanceof Promise) {
    return 'a promise';
  }
  if ('transition' in subject) {
    return 'a machine by itself';
  }
  return 'machine' in subject ? 'a `machine` that is none' : 'an object without a `machine`';
}
