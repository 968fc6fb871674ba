import { assign, emit, sendTo, setup } from 'xstate';
import { addresses } from './protocol.js';
import type { Item, LockEvent, News, RailEvent, RailStaffEvent, Shift } from './protocol.js';
import type { StaffInput } from './staff.js';

export interface RailStaffContext {
  readonly name: string;
  readonly item: Item | null;
  /** Items made so far. */
  readonly made: number;
}

const itemInHand = ({ item }: RailStaffContext) => item as Item;

/** What staff can do who take from the order rail, whether they are hasty or careful. */
const railStaff = setup({
  types: {
    context: {} as RailStaffContext,
    events: {} as RailStaffEvent,
    input: {} as StaffInput,
    output: {} as Shift,
    emitted: {} as News,
  },
  actions: {
    acquireTheLock: sendTo(
      ({ system }) => system.get(addresses.lock),
      ({ context }): LockEvent => ({ type: 'lock.acquire', staff: context.name }),
    ),
    releaseTheLock: sendTo(({ system }) => system.get(addresses.lock), {
      type: 'lock.release',
    } satisfies LockEvent),
    lookAtTheRail: sendTo(
      ({ system }) => system.get(addresses.kitchen),
      ({ context }): RailEvent => ({ type: 'rail.look', staff: context.name }),
    ),
    takeTheFirst: sendTo(
      ({ system }) => system.get(addresses.kitchen),
      ({ context }): RailEvent => ({ type: 'rail.take', staff: context.name }),
    ),
    keepTheItem: assign({ item: (_, taken: { item: Item | null }) => taken.item }),
    failForWantOfAnItem: ({ context }) => {
      throw new Error(
        `${context.name} took from an empty order rail: the last item was gone since the look.`,
      );
    },
    announceTheStart: emit(({ context }) => ({
      type: 'task.started',
      task: { kind: 'cook', item: itemInHand(context) },
    })),
    announceTheItem: emit(({ context }) => ({ type: 'item.made', item: itemInHand(context) })),
    announceTheFinish: emit(({ context }) => ({
      type: 'task.finished',
      task: { kind: 'cook', item: itemInHand(context) },
    })),
    countTheItem: assign({ made: ({ context }) => context.made + 1 }),
  },
  guards: {
    nothingIsThere: (_, seen: { items: number }) => seen.items === 0,
    isEmptyHanded: (_, taken: { item: Item | null }) => taken.item === null,
  },
  delays: {
    tyingTheApron: 0,
    cookingTime: ({ context }) => itemInHand(context).ms,
  },
});

const newcomer = ({ input }: { input: StaffInput }): RailStaffContext => ({
  name: input.name,
  item: null,
  made: 0,
});

/** Looks whether there is anything to make, then takes it. In between, somebody else may have taken the last. */
export const hastyStaff = railStaff.createMachine({
  id: 'hastyStaff',
  context: newcomer,
  initial: 'arriving',
  states: {
    arriving: { after: { tyingTheApron: 'looking' } },
    looking: {
      entry: 'lookAtTheRail',
      on: {
        'rail.seen': [
          { guard: { type: 'nothingIsThere', params: ({ event }) => event }, target: 'home' },
          { target: 'taking' },
        ],
      },
    },
    taking: {
      entry: 'takeTheFirst',
      on: {
        'rail.taken': [
          {
            guard: { type: 'isEmptyHanded', params: ({ event }) => event },
            actions: 'failForWantOfAnItem',
          },
          { target: 'cooking', actions: { type: 'keepTheItem', params: ({ event }) => event } },
        ],
      },
    },
    cooking: {
      entry: 'announceTheStart',
      after: {
        cookingTime: { target: 'looking', actions: ['announceTheItem', 'countTheItem', 'announceTheFinish'] },
      },
    },
    home: { type: 'final' },
  },
  output: ({ context }) => ({ items: context.made }),
});

/** Does the same, but holds the lock from the look to the taking. */
export const carefulStaff = railStaff.createMachine({
  id: 'carefulStaff',
  context: newcomer,
  initial: 'arriving',
  states: {
    arriving: { after: { tyingTheApron: 'waitingForTheLock' } },
    waitingForTheLock: {
      entry: 'acquireTheLock',
      on: { 'lock.granted': 'holdingTheLock' },
    },
    holdingTheLock: {
      initial: 'looking',
      exit: 'releaseTheLock',
      states: {
        looking: {
          entry: 'lookAtTheRail',
          on: {
            'rail.seen': [
              {
                guard: { type: 'nothingIsThere', params: ({ event }) => event },
                target: '#carefulStaff.home',
              },
              { target: 'taking' },
            ],
          },
        },
        taking: {
          entry: 'takeTheFirst',
          on: {
            'rail.taken': [
              {
                guard: { type: 'isEmptyHanded', params: ({ event }) => event },
                actions: 'failForWantOfAnItem',
              },
              {
                target: '#carefulStaff.cooking',
                actions: { type: 'keepTheItem', params: ({ event }) => event },
              },
            ],
          },
        },
      },
    },
    cooking: {
      entry: 'announceTheStart',
      after: {
        cookingTime: {
          target: 'waitingForTheLock',
          actions: ['announceTheItem', 'countTheItem', 'announceTheFinish'],
        },
      },
    },
    home: { type: 'final' },
  },
  output: ({ context }) => ({ items: context.made }),
});
