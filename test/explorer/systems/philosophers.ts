import { assign, enqueueActions, sendTo, setup } from 'xstate';
import type { Property } from '../../../src/explorer/property.js';
import type { Subject } from '../../../src/explorer/subject.js';

/** A fork is held by one philosopher; the next one who wants it waits. */
const fork = setup({
  types: {
    context: {} as { readonly wanted: string | undefined },
    events: {} as { readonly type: 'TAKE'; readonly by: string } | { readonly type: 'DROP' },
  },
  actions: {
    giveToTaker: sendTo(({ system, event }) => system.get((event as { by: string }).by), { type: 'GOT' }),
    giveToWaiting: sendTo(({ system, context }) => system.get(context.wanted ?? ''), { type: 'GOT' }),
    noteWaiting: assign({ wanted: ({ event }) => (event.type === 'TAKE' ? event.by : undefined) }),
    forgetWaiting: assign({ wanted: undefined }),
  },
  guards: { somebodyWaits: ({ context }) => context.wanted !== undefined },
}).createMachine({
  context: { wanted: undefined },
  initial: 'free',
  states: {
    free: { on: { TAKE: { target: 'held', actions: 'giveToTaker' } } },
    held: {
      on: {
        TAKE: { actions: 'noteWaiting' },
        DROP: [{ guard: 'somebodyWaits', actions: ['giveToWaiting', 'forgetWaiting'] }, { target: 'free' }],
      },
    },
  },
});

interface Seat {
  readonly me: string;
  readonly first: string;
  readonly second: string;
}

/** A philosopher takes one fork, then the other, eats, and puts both down. */
const philosopher = setup({
  types: { context: {} as Seat, input: {} as Seat, events: {} as { readonly type: 'GOT' } },
  actions: {
    takeFirst: sendTo(
      ({ system, context }) => system.get(context.first),
      ({ context }) => ({ type: 'TAKE', by: context.me }),
    ),
    takeSecond: sendTo(
      ({ system, context }) => system.get(context.second),
      ({ context }) => ({ type: 'TAKE', by: context.me }),
    ),
    dropBoth: enqueueActions(({ enqueue, context, system }) => {
      enqueue.sendTo(system.get(context.first), { type: 'DROP' });
      enqueue.sendTo(system.get(context.second), { type: 'DROP' });
    }),
  },
}).createMachine({
  context: ({ input }) => input,
  initial: 'thinking',
  states: {
    thinking: { entry: 'takeFirst', on: { GOT: 'hungry' } },
    hungry: { entry: 'takeSecond', on: { GOT: 'fed' } },
    fed: { entry: 'dropBoth' },
  },
});

/**
 * Dijkstra's dining philosophers, each of whom eats once. All take the left fork first and may starve, unless the
 * last is left-handed the other way round.
 */
export function philosophers(count: number, { isFixed = false } = {}): Subject {
  const seats = Array.from({ length: count }, (_, i): Seat => {
    const [first, second] = [`f${i}`, `f${(i + 1) % count}`];
    const me = `p${i}`;
    return isFixed && i === count - 1 ? { me, first: second, second: first } : { me, first, second };
  });
  return {
    machine: setup({ actors: { fork, philosopher } }).createMachine({
      id: 'table',
      invoke: [
        ...seats.map((_, i) => ({ src: 'fork' as const, id: `f${i}`, systemId: `f${i}` })),
        ...seats.map((seat) => ({
          src: 'philosopher' as const,
          id: seat.me,
          systemId: seat.me,
          input: seat,
        })),
      ],
    }),
  };
}

/** Whether everybody has eaten when nothing is left to do. */
export function everybodyEats(count: number): Property {
  return {
    name: 'everybody eats',
    looksAt: () => false,
    watch: (view) => ({
      atEnd: () => {
        const hungry = Array.from({ length: count }, (_, i) => `p${i}`).filter(
          (name) => view.value(name) !== 'fed',
        );
        return hungry.length === 0 ? undefined : { message: `${hungry.join(', ')} starve` };
      },
    }),
  };
}
