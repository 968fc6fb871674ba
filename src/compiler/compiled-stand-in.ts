import { createMachine, StateMachine } from 'xstate';
import type { AnyActorLogic, AnyActorScope, AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { isCompiled } from './compile.js';
import { COMPILE_LIMITS } from './compile-limits.js';
import { compiledMovesOf } from './compiled-machine.js';

/**
 * The logic that stands in for another in an actor that is being created: of a machine a compiled one, of which nobody
 * sees a thing, since its snapshots say that they are of the machine itself. All other logic stands for itself.
 *
 * There is one for each machine, whoever creates actors of it. It has XState do the first {@link WARM_UP} transitions:
 * to compile a machine takes about as long as to make it, so one that hardly lives is not worth it.
 */
export function compiledStandIn(logic: AnyActorLogic): AnyActorLogic {
  let standIn = standIns.get(logic);
  if (standIn === undefined) {
    standIn = isXStatesOwn(logic) ? createStandIn(logic) : logic;
    standIns.set(logic, standIn);
    standIns.set(standIn, standIn);
  }
  return standIn;
}

/** After how many transitions of all its actors a machine is compiled. */
const WARM_UP = 20;

const standIns = new WeakMap<AnyActorLogic, AnyActorLogic>();

function createStandIn(machine: AnyStateMachine): AnyStateMachine {
  const prototype = Object.getPrototypeOf(machine) as AnyStateMachine;
  const standIn = Object.assign(Object.create(prototype) as AnyStateMachine, machine);
  let transitions = 0;
  const warmUp = (): void => {
    transitions++;
    if (transitions === WARM_UP) {
      compiledMovesOf(machine, machine, COMPILE_LIMITS)?.install(standIn);
    }
  };
  const first = {
    transition: (snapshot: AnyMachineSnapshot, event: EventObject, scope: AnyActorScope) => {
      warmUp();
      return machine.transition(snapshot, event, scope);
    },
    getInitialSnapshot: (scope: AnyActorScope, input: unknown) => {
      warmUp();
      return machine.getInitialSnapshot(scope, input);
    },
  };
  return Object.assign(standIn, first);
}

/**
 * Whether a logic is a machine as XState makes it. One of a class of its own, or one in which somebody has replaced a
 * method, may do anything: it goes on doing it.
 */
function isXStatesOwn(logic: AnyActorLogic): logic is AnyStateMachine {
  return (
    Object.getPrototypeOf(logic) === StateMachine.prototype &&
    !isCompiled(logic as AnyStateMachine) &&
    Object.keys(logic).join() === KEYS &&
    METHODS.every((method) => (logic as AnyStateMachine)[method].name === `bound ${method}`)
  );
}

const KEYS = Object.keys(createMachine({})).join();

/** What XState binds to each machine. */
const METHODS = [
  'transition',
  'getInitialSnapshot',
  'getPersistedSnapshot',
  'restoreSnapshot',
  'start',
] as const;
