/** Two lifts in a house: one that is called goes up, tells the other so, and comes down after a while. */
import { sendTo, setup, type AnyActorRef } from 'xstate';

/** As many states, one in the other. */
const FLOORS = 14;

interface Floor {
  readonly initial?: string;
  readonly states?: Readonly<Record<string, Floor>>;
}

const floor = (number: number): Floor =>
  number > FLOORS ? {} : { initial: `floor${number}`, states: { [`floor${number}`]: floor(number + 1) } };

const lift = setup({
  types: { events: {} as { type: 'call' } | { type: 'isUp' } },
}).createMachine({
  id: 'lift',
  initial: 'down',
  on: { isUp: { actions: [] } },
  states: {
    down: { on: { call: 'up' } },
    up: {
      entry: sendTo(({ system, self }) => system.get(self.id === 'left' ? 'right' : 'left') as AnyActorRef, {
        type: 'isUp',
      }),
      after: { 250: 'down' },
      ...floor(1),
    },
  },
});

export const lifts = setup({
  types: { events: {} as { type: 'ring'; which: 'left' | 'right' } },
  actors: { lift },
}).createMachine({
  id: 'house',
  invoke: [
    { id: 'left', systemId: 'left', src: 'lift' },
    { id: 'right', systemId: 'right', src: 'lift' },
  ],
  on: { ring: { actions: sendTo(({ event }) => event.which, { type: 'call' }) } },
});
