import type { AnyStateMachine } from 'xstate';
import { machineSnapshot, shapeOf } from '../explorer/coverage/machine-shape.js';
import type { SystemView } from '../explorer/system-view.js';

/** The names that a system has, as far as its machines and its run so far tell. */
export interface KnownNames {
  /** The addresses at which an actor lives or has lived. */
  readonly addresses: readonly string[];
  /** The types of the events that its machines take or that are on their way. */
  readonly events: readonly string[];
  /** The states of the machine at each address, as paths. */
  readonly states: ReadonlyMap<string, readonly string[]>;
}

/** Looks up the names of a system: also events of machines whose actors have not been started yet. */
export function knownNames(view: SystemView): KnownNames {
  const addresses = view.addresses();
  const machines = new Set<AnyStateMachine>();
  const states = new Map<string, readonly string[]>();
  for (const address of addresses) {
    const machine = machineSnapshot(view.snapshot(address))?.machine;
    if (machine !== undefined) {
      collect(machine, machines);
      states.set(address, shapeOf(machine).states);
    }
  }
  const taken = [...machines].flatMap((machine): string[] => machine.events);
  const moving = [...view.waiting(), ...view.timers()].map(({ event }) => event.type);
  return { addresses, events: [...new Set([...taken, ...moving])].filter((type) => type !== ''), states };
}

/** A machine with those that it was set up to start. */
function collect(machine: AnyStateMachine, into: Set<AnyStateMachine>): void {
  if (into.has(machine)) {
    return;
  }
  into.add(machine);
  for (const child of Object.values(machine.implementations.actors)) {
    if (isMachine(child)) {
      collect(child, into);
    }
  }
}

function isMachine(logic: unknown): logic is AnyStateMachine {
  return typeof logic === 'object' && logic !== null && '__xstatenode' in logic;
}
