import { type AnyStateMachine, setup } from 'xstate';
import type { Subject } from '../../../src/explorer/subject.js';

/**
 * A root that does nothing but invoke these machines, each under its name as system id.
 *
 * A member that sends as it starts finds only those before it.
 */
export function team(members: Readonly<Record<string, AnyStateMachine>>): Subject {
  return {
    machine: setup({ actors: members }).createMachine({
      id: 'team',
      invoke: Object.keys(members).map((name) => ({ src: name, id: name, systemId: name })),
    }),
  };
}
