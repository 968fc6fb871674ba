import { enqueueActions, setup } from 'xstate';
import type { Subject } from '../../../src/explorer/subject.js';

interface Mailing {
  /** The system id of the receiver. */
  readonly to: string;
  /** How many events it gets. */
  readonly count: number;
}

/** Sends so many numbered events to one receiver as it starts. */
const sender = setup({
  types: { context: {} as Mailing, input: {} as Mailing },
  actions: {
    sendAll: enqueueActions(({ enqueue, system, context: { to, count } }) => {
      for (let i = 1; i <= count; i++) {
        enqueue.sendTo(system.get(to), { type: `n${i}` });
      }
    }),
  },
}).createMachine({ context: ({ input }) => input, entry: 'sendAll' });

const receiver = setup({}).createMachine({ on: { '*': {} } });

/** A table of senders: the receiver of each, and how many events it sends. */
export function senders(plan: readonly Mailing[]): Subject {
  const names = [...new Set(plan.map(({ to }) => to))];
  return {
    machine: setup({ actors: { sender, receiver } }).createMachine({
      id: 'root',
      invoke: [
        ...names.map((name) => ({ src: 'receiver' as const, id: name, systemId: name })),
        ...plan.map((input, index) => ({ src: 'sender' as const, id: `s${index}`, input })),
      ],
    }),
  };
}
