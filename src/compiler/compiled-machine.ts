import { assign } from 'xstate';
import type { AnyActorScope, AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { performAction } from './action.js';
import { keepsInitialErrors } from './initial-errors.js';
import { runEvent, runStop, runToRest } from './macrostep.js';
import { perform } from './microstep.js';
import type { CompileLimits } from './compile-limits.js';
import { Program } from './program.js';
import { Recorder } from './recorder.js';
import { Run } from './run.js';
import { createSkeleton, hasPlainShape } from './skeleton.js';
import { createSnapshotFactory, isKnownSnapshot } from './snapshot.js';
import type { SnapshotFactory } from './snapshot.js';
import type { Action, InsideMachine } from './xstate-insides.js';

/**
 * How a machine moves once it is compiled; `undefined` where XState has to do everything.
 *
 * @param shown - the machine that its snapshots say they are of, and that XState is asked where nothing is remembered
 */
export function compiledMovesOf(
  machine: AnyStateMachine,
  shown: AnyStateMachine,
  limits: CompileLimits,
): CompiledMachine | undefined {
  if (!hasPlainShape(machine)) {
    return undefined;
  }
  const recorder = new Recorder(createSkeleton(machine));
  const before = recorder.beforeInitial();
  return before !== undefined && isKnownSnapshot(before)
    ? new CompiledMachine(shown, new Program(machine, recorder, before, limits), before)
    : undefined;
}

/** How a compiled machine moves: by what is remembered, and by XState where nothing is. */
class CompiledMachine {
  readonly #machine: AnyStateMachine;
  readonly #program: Program;
  readonly #create: SnapshotFactory;
  readonly #interpret: AnyStateMachine['transition'];
  readonly #keepsErrors: boolean;
  /** How it was given its first context last. */
  #first: { readonly factory: ContextFactory; readonly action: Action } | undefined;

  constructor(machine: AnyStateMachine, program: Program, sample: AnyMachineSnapshot) {
    this.#machine = machine;
    this.#program = program;
    this.#create = createSnapshotFactory(machine, sample);
    this.#interpret = machine.transition.bind(machine);
    this.#keepsErrors = keepsInitialErrors(machine);
  }

  /** Puts itself in the place of the interpreter in a machine. */
  install(machine: AnyStateMachine): void {
    machine.transition = ((snapshot: AnyMachineSnapshot, event: EventObject, scope: AnyActorScope) =>
      this.#transition(snapshot, event, scope)) as never;
    machine.getInitialSnapshot = ((scope: AnyActorScope, input: unknown) =>
      this.#initialSnapshot(scope, input)) as never;
  }

  #transition(snapshot: AnyMachineSnapshot, event: EventObject, scope: AnyActorScope): AnyMachineSnapshot {
    const configuration =
      snapshot.machine === this.#machine &&
      snapshot.status === 'active' &&
      !this.#program.isSpecial(event.type)
        ? this.#program.configurations.of(snapshot)
        : undefined;
    if (configuration === undefined) {
      return this.#interpret(snapshot, event, scope);
    }
    const { context } = snapshot;
    const run = new Run(this.#machine, this.#create, scope, configuration, event, snapshot, context);
    if (event.type === 'xstate.stop') {
      runStop(run);
    } else {
      runEvent(run);
    }
    return run.finish();
  }

  #initialSnapshot(scope: AnyActorScope, input: unknown): AnyMachineSnapshot {
    const machine: InsideMachine = this.#machine;
    const { context: given } = machine.config;
    const configuration = this.#program.beforeInitial;
    const event = { type: 'xstate.init', input };
    let context: unknown = typeof given === 'function' ? {} : given || {};
    let children: unknown = {};
    try {
      const run = new Run(machine, this.#create, scope, configuration, event, undefined, context);
      if (typeof given === 'function') {
        performAction(run, this.#assigningFirst(given as ContextFactory));
        ({ context } = run);
        children = run.children;
      }
      perform(run, this.#program.initial());
      runToRest(run);
      return run.finish();
    } catch (error) {
      if (!this.#keepsErrors) {
        throw error;
      }
      return this.#create(configuration, 'error', undefined, error, context, children, {});
    }
  }

  /** The action that gives a machine its first context. */
  #assigningFirst(factory: ContextFactory): Action {
    if (this.#first?.factory !== factory) {
      this.#first = { factory, action: assign(initialContext(factory) as never) as never };
    }
    return this.#first.action;
  }
}

type ContextFactory = (args: object) => Record<string, unknown>;

function initialContext(factory: ContextFactory): ContextFactory {
  return (args) => {
    const { spawn, event, self } = args as { spawn: unknown; event: { input: unknown }; self: unknown };
    return factory({ spawn, input: event.input, self });
  };
}
