import type { AnyStateMachine, InternalMachineImplementations } from 'xstate';
import { CompileError } from './compile-error.js';
import { COMPILE_LIMITS } from './compile-limits.js';
import type { CompileLimits } from './compile-limits.js';
import { compiledMovesOf } from './compiled-machine.js';

/**
 * Makes of a machine one that means exactly the same and takes its transitions several times as fast.
 *
 * The result stands in the machine's place everywhere: in `createActor`, as a child, with `provide`. What it does in a
 * transition is found out by letting XState do it once, when it is first needed, and remembered; whatever cannot be
 * remembered is left to XState each time. Children are compiled only if they are given compiled.
 *
 * @param machine what `createMachine` or `setup().createMachine` made; it stays as it is. A configuration that is
 * changed afterwards is not compiled anew.
 * @throws {CompileError} if it is no machine of XState 5
 */
export function compile<TMachine extends AnyStateMachine>(machine: TMachine): TMachine {
  return compileWithin(machine, COMPILE_LIMITS);
}

/** Compiles a machine that is to remember no more than so much. */
export function compileWithin<TMachine extends AnyStateMachine>(
  machine: TMachine,
  limits: CompileLimits,
): TMachine {
  if (!isMachine(machine)) {
    throw new CompileError(machine);
  }
  if (isCompiled(machine)) {
    return machine;
  }
  const compiled = twinOf(machine, limits);
  compiledMachines.add(compiled);
  compiledMovesOf(machine, compiled, limits)?.install(compiled);
  return compiled as TMachine;
}

/** Whether a logic is a machine that `compile` made of another. */
export function isCompiled(logic: object): boolean {
  return compiledMachines.has(logic);
}

const compiledMachines = new WeakSet<object>();

function isMachine(given: unknown): given is AnyStateMachine {
  return (
    typeof given === 'object' &&
    given !== null &&
    'root' in given &&
    'implementations' in given &&
    typeof (given as Partial<AnyStateMachine>).getTransitionData === 'function' &&
    typeof (given as Partial<AnyStateMachine>).provide === 'function'
  );
}

/** A machine of the same states, whose methods are its own to change. */
function twinOf(machine: AnyStateMachine, limits: CompileLimits): AnyStateMachine {
  const prototype = Object.getPrototypeOf(machine) as AnyStateMachine;
  const twin = Object.assign(Object.create(prototype) as AnyStateMachine, machine);
  for (const method of [
    'transition',
    'getInitialSnapshot',
    'getPersistedSnapshot',
    'restoreSnapshot',
    'start',
  ]) {
    const own = prototype[method as 'transition'] as unknown as () => unknown;
    Object.assign(twin, { [method]: own.bind(twin) });
  }
  twin.provide = (implementations: InternalMachineImplementations<never>) =>
    compileWithin(machine.provide(implementations), limits);
  return twin;
}
