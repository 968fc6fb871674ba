import { createMachine as createPlainMachine, setup as plainSetup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { compile } from '../../src/compiler/compile.js';

// Stands for `xstate` in the project "compiled machines" (vitest.config.ts): whoever makes a machine gets it compiled.
export * from 'xstate';

export const createMachine = compiling(createPlainMachine as never);

export const setup = (...args: unknown[]): object =>
  extended((plainSetup as (...of: unknown[]) => Setup)(...args));

interface Setup {
  readonly createMachine: (...args: unknown[]) => AnyStateMachine;
  readonly extend?: (...args: unknown[]) => Setup;
}

function extended(plain: Setup): Setup {
  const { extend } = plain;
  return {
    ...plain,
    createMachine: compiling(plain.createMachine),
    ...(extend === undefined ? {} : { extend: (...args: unknown[]) => extended(extend(...args)) }),
  };
}

function compiling(create: Setup['createMachine']): Setup['createMachine'] {
  return (...args) => compile(create(...args));
}
