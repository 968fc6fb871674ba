import { type AnyStateMachine, createMachine } from 'xstate';
import { type Definition, olderDefinition } from './older-definition.js';

/** A machine that the visualiser can draw, and its definition as JSON. */
export interface DrawableMachine {
  readonly machine: AnyStateMachine;
  readonly text: string;
}

/** Makes of the definition of a machine one that XState 4 understands; `undefined` where there is no machine. */
export function drawableMachine(definition: string): DrawableMachine | undefined {
  const config = JSON.parse(definition) as Definition;
  if (config.states === undefined && config.on === undefined) {
    return undefined;
  }
  // What the older library does not take is left out rather than the machine: then its states are drawn alone.
  return made(olderDefinition(config)) ?? made(statesOf(config));
}

function made(config: object): DrawableMachine | undefined {
  try {
    const machine = machineOf(config);
    // Reading the definition checks each target; the page makes a machine of the text once more.
    const text = JSON.stringify(machine.definition);
    machineOf(JSON.parse(text) as object);
    return { machine, text };
  } catch {
    return undefined;
  }
}

function machineOf(config: object): AnyStateMachine {
  return createMachine({ ...config, predictableActionArguments: true } as never);
}

function statesOf({ id, type, initial, states = {} }: Definition): object {
  return {
    id,
    type,
    initial: typeof initial === 'object' ? undefined : initial,
    states: Object.fromEntries(Object.entries(states).map(([name, state]) => [name, statesOf(state)])),
  };
}
