import type { AnyStateMachine } from 'xstate';

/** Whether a machine that fails before its first snapshot has one of the failure, or throws: releases differ. */
export function keepsInitialErrors({ constructor }: AnyStateMachine): boolean {
  const known = keepingErrors.get(constructor);
  if (known !== undefined) {
    return known;
  }
  const Machine = constructor as new (config: unknown) => AnyStateMachine;
  const actionExecutor = () => {
    throw new Error('for trial');
  };
  let keeps = false;
  try {
    const { status } = new Machine({ entry: 'fail' }).getInitialSnapshot({ actionExecutor } as never);
    keeps = status === 'error';
  } catch {
    // It throws.
  }
  keepingErrors.set(constructor, keeps);
  return keeps;
}

const keepingErrors = new WeakMap<object, boolean>();
