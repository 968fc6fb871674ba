import { assign } from 'xstate';
import type {
  AnyActorScope,
  AnyMachineSnapshot,
  AnyStateMachine,
  EventObject,
  InternalMachineImplementations,
} from 'xstate';
import { performAction } from './action.js';
import { CompileError } from './compile-error.js';
import { COMPILE_LIMITS } from './compile-limits.js';
import type { CompileLimits } from './compile-limits.js';
import { runEvent, runToRest } from './macrostep.js';
import { perform } from './microstep.js';
import { Program } from './program.js';
import { Recorder } from './recorder.js';
import { Run } from './run.js';
import { createSkeleton, hasPlainShape } from './skeleton.js';
import { createSnapshotFactory, isKnownSnapshot } from './snapshot.js';
import type { SnapshotFactory } from './snapshot.js';
import type { InsideMachine } from './xstate-insides.js';

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
  if (compiledMachines.has(machine)) {
    return machine;
  }
  const compiled = twinOf(machine, limits);
  compiledMachines.add(compiled);
  if (hasPlainShape(machine)) {
    const recorder = new Recorder(createSkeleton(machine));
    const sample = recorder.beforeInitial();
    if (isKnownSnapshot(sample)) {
      new CompiledMachine(compiled, new Program(machine, recorder, limits), sample).install();
    }
  }
  return compiled as TMachine;
}

const compiledMachines = new WeakSet<AnyStateMachine>();

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

class CompiledMachine {
  readonly #machine: AnyStateMachine;
  readonly #program: Program;
  readonly #create: SnapshotFactory;
  readonly #interpret: AnyStateMachine['transition'];
  readonly #keepsErrors: boolean;

  constructor(machine: AnyStateMachine, program: Program, sample: AnyMachineSnapshot) {
    this.#machine = machine;
    this.#program = program;
    this.#create = createSnapshotFactory(machine, sample);
    this.#interpret = machine.transition.bind(machine);
    this.#keepsErrors = keepsInitialErrors(machine);
  }

  install(): void {
    this.#machine.transition = ((snapshot: AnyMachineSnapshot, event: EventObject, scope: AnyActorScope) =>
      this.#transition(snapshot, event, scope)) as never;
    this.#machine.getInitialSnapshot = ((scope: AnyActorScope, input: unknown) =>
      this.#initialSnapshot(scope, input)) as never;
  }

  #transition(snapshot: AnyMachineSnapshot, event: EventObject, scope: AnyActorScope): AnyMachineSnapshot {
    const configuration =
      snapshot.machine === this.#machine &&
      snapshot.status === 'active' &&
      !this.#program.isSpecial(event.type)
        ? this.#program.configurationOf(snapshot)
        : undefined;
    if (configuration === undefined) {
      return this.#interpret(snapshot, event, scope);
    }
    const run = new Run(this.#machine, this.#create, scope, snapshot, configuration, event);
    runEvent(run);
    return run.snapshot;
  }

  #initialSnapshot(scope: AnyActorScope, input: unknown): AnyMachineSnapshot {
    const machine: InsideMachine = this.#machine;
    const { context } = machine.config;
    const configuration = this.#program.beforeInitial;
    const create = (status: 'active' | 'error', error: unknown, of: unknown, children: unknown) =>
      this.#create(configuration, status, undefined, error, of, children, {});
    let before = create('active', undefined, typeof context === 'function' ? {} : context || {}, {});
    try {
      const event = { type: 'xstate.init', input };
      const run = new Run(machine, this.#create, scope, before, configuration, event);
      if (typeof context === 'function') {
        performAction(run, assign(initialContext(context as ContextFactory) as never));
        before = run.settled();
      }
      perform(run, this.#program.initial());
      runToRest(run);
      return run.snapshot;
    } catch (error) {
      if (!this.#keepsErrors) {
        throw error;
      }
      return create('error', error, before.context, before.children);
    }
  }
}

type ContextFactory = (args: object) => Record<string, unknown>;

function initialContext(factory: ContextFactory): ContextFactory {
  return (args) => {
    const { spawn, event, self } = args as { spawn: unknown; event: { input: unknown }; self: unknown };
    return factory({ spawn, input: event.input, self });
  };
}

/** Whether a machine that fails before its first snapshot has one of the failure, or throws: releases differ. */
function keepsInitialErrors({ constructor }: AnyStateMachine): boolean {
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
