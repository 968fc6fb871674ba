import { assign, emit, sendTo, setup } from 'xstate';
import { compute } from './computing.js';
import type { Menu } from './menu.js';
import { orderTaker } from './order-taker.js';
import { addresses } from './protocol.js';
import type { KitchenEvent, News, OrderTakerEvent, Shift, StaffEvent, Task } from './protocol.js';

/** What a member of staff has to know. */
export interface StaffInput {
  /** The name, and the address. */
  readonly name: string;
  /** How long to rest when there is nothing to do, in milliseconds. */
  readonly restMs: number;
  /** What customers are asked for. */
  readonly menu: Menu;
  /**
   * How many rounds of computing a millisecond of cooking takes, for staff who compute what they cook. Without it
   * they wait for it.
   */
  readonly roundsPerMs?: number;
}

export interface StaffContext extends StaffInput {
  /** What is being done, in the state `working`, or was done last. */
  readonly task: Task | null;
  /** Items made so far. */
  readonly made: number;
  /** What was computed last, by staff who compute. */
  readonly computed?: number;
}

const taskInHand = ({ task }: StaffContext) => task as Task;
const itemInHand = ({ task }: StaffContext) => (task as Extract<Task, { kind: 'cook' }>).item;
const orderInHand = ({ task }: StaffContext) => (task as Extract<Task, { kind: 'take order' }>).order;

/** Asks the kitchen for something to do, does it, and asks again; rests when there is nothing, and is not woken. */
export const staff = setup({
  types: {
    context: {} as StaffContext,
    events: {} as StaffEvent,
    input: {} as StaffInput,
    output: {} as Shift,
    emitted: {} as News,
  },
  actors: { orderTaker },
  actions: {
    lookForATask: sendTo(
      ({ system }) => system.get(addresses.kitchen),
      ({ context }): KitchenEvent => ({ type: 'task.wanted', staff: context.name }),
    ),
    takeTheTask: assign({ task: (_, given: { task: Task }) => given.task }),
    computeTheItem: assign({
      computed: ({ context }) => compute(itemInHand(context).ms * (context.roundsPerMs ?? 0)),
    }),
    announceTheStart: emit(({ context }) => ({ type: 'task.started', task: taskInHand(context) })),
    announceTheItem: emit(({ context }) => ({ type: 'item.made', item: itemInHand(context) })),
    announceTheFinish: emit(({ context }) => ({ type: 'task.finished', task: taskInHand(context) })),
    countTheItem: assign({ made: ({ context }) => context.made + 1 }),
    handOverTheItem: sendTo(
      ({ system }) => system.get(addresses.kitchen),
      ({ context }): KitchenEvent => {
        const { order, name } = itemInHand(context);
        return { type: 'item.made', order, item: name };
      },
    ),
    interruptTheOrder: sendTo('orderTaker', { type: 'counter.close' } satisfies OrderTakerEvent),
  },
  guards: {
    isCooking: (_, { task }: { task: Task }) => task.kind === 'cook',
    isCookingAndComputes: ({ context }, { task }: { task: Task }) =>
      task.kind === 'cook' && context.roundsPerMs !== undefined,
  },
  delays: {
    tyingTheApron: 0,
    cookingTime: ({ context }) => itemInHand(context).ms,
    rest: ({ context }) => context.restMs,
  },
}).createMachine({
  id: 'staff',
  context: ({ input }) => ({ ...input, task: null, made: 0 }),
  initial: 'arriving',
  states: {
    arriving: {
      description: 'Each of the staff begins in a turn of their own, in the order of their names.',
      after: { tyingTheApron: 'lookingForATask' },
    },
    lookingForATask: {
      entry: 'lookForATask',
      on: {
        'task.given': [
          {
            guard: { type: 'isCookingAndComputes', params: ({ event }) => event },
            target: 'working.computing',
            actions: [{ type: 'takeTheTask', params: ({ event }) => event }],
          },
          {
            guard: { type: 'isCooking', params: ({ event }) => event },
            target: 'working.cooking',
            actions: [{ type: 'takeTheTask', params: ({ event }) => event }],
          },
          {
            target: 'working.takingAnOrder',
            actions: [{ type: 'takeTheTask', params: ({ event }) => event }],
          },
        ],
        'task.none': 'resting',
        'shift.over': 'home',
      },
    },
    working: {
      entry: 'announceTheStart',
      exit: 'announceTheFinish',
      initial: 'cooking',
      onDone: 'lookingForATask',
      states: {
        cooking: {
          after: {
            cookingTime: { target: 'done', actions: ['announceTheItem', 'countTheItem', 'handOverTheItem'] },
          },
        },
        computing: {
          description:
            'The whole of the work is one step, and keeps the thread busy for as long as it takes.',
          entry: 'computeTheItem',
          always: { target: 'done', actions: ['announceTheItem', 'countTheItem', 'handOverTheItem'] },
        },
        takingAnOrder: {
          invoke: {
            id: 'orderTaker',
            systemId: addresses.orderTaker,
            src: 'orderTaker',
            input: ({ context }) => ({
              order: orderInHand(context),
              menu: context.menu,
              stays: false,
            }),
            onDone: 'done',
          },
          on: { 'counter.close': { actions: 'interruptTheOrder' } },
        },
        done: { type: 'final' },
      },
    },
    resting: {
      description: 'Nobody wakes those who rest; they look again by themselves.',
      after: { rest: 'lookingForATask' },
    },
    home: { type: 'final' },
  },
  output: ({ context }) => ({ items: context.made }),
});
