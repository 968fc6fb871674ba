import { assign, enqueueActions, sendTo, setup } from 'xstate';
import type { Subject } from '../../../src/explorer/subject.js';
import { team } from './team.js';

interface Slot {
  readonly item: number;
  readonly put: number;
  readonly readers: readonly string[];
}

type BufferEvent =
  | { readonly type: 'PUT'; readonly item: number }
  | { readonly type: 'GET'; readonly by: string };

/** One slot; who comes too early waits. 0 stands for no item. */
const buffer = setup({
  types: { context: {} as Slot, events: {} as BufferEvent },
  actions: {
    serve: enqueueActions(({ enqueue, event, context, system }) => {
      const { item, put, readers } = context;
      const giveTo = (by: string, given: number): void => {
        const handed = { type: 'ITEM', item: given };
        enqueue.sendTo(system.get(by), handed);
      };
      const letWriterGoOn = (): void => enqueue.sendTo(system.get('writer'), { type: 'OK' });
      if (event.type === 'GET') {
        if (item === 0) {
          enqueue.assign({ readers: [...readers, event.by] });
          return;
        }
        giveTo(event.by, item);
        enqueue.assign({ item: put, put: 0 });
        if (put !== 0) {
          letWriterGoOn();
        }
        return;
      }
      const [waiting, ...others] = readers;
      if (waiting !== undefined) {
        giveTo(waiting, event.item);
        letWriterGoOn();
        enqueue.assign({ readers: others });
      } else if (item === 0) {
        enqueue.assign({ item: event.item });
        letWriterGoOn();
      } else {
        enqueue.assign({ put: event.item });
      }
    }),
  },
}).createMachine({
  context: { item: 0, put: 0, readers: [] },
  on: { PUT: { actions: 'serve' }, GET: { actions: 'serve' } },
});

/** Puts the numbers from one to three, each when the one before is in. */
const writer = setup({
  types: { context: {} as { readonly next: number } },
  actions: {
    put: sendTo(
      ({ system }) => system.get('buffer'),
      ({ context }) => ({ type: 'PUT', item: context.next }),
    ),
    goOn: assign({ next: ({ context }) => context.next + 1 }),
  },
  guards: { hasMore: ({ context }) => context.next < 3 },
}).createMachine({
  context: { next: 1 },
  entry: 'put',
  on: { OK: [{ guard: 'hasMore', actions: ['goOn', 'put'] }, {}] },
});

/** Takes one item after the other, and adds them up. */
function reader(me: string) {
  return setup({
    types: {
      context: {} as { readonly sum: number },
      events: {} as { readonly type: 'ITEM'; readonly item: number },
    },
    actions: {
      get: sendTo(
        ({ system }) => system.get('buffer'),
        () => ({ type: 'GET', by: me }),
      ),
      add: assign({ sum: ({ context, event }) => context.sum + event.item }),
    },
  }).createMachine({
    context: { sum: 0 },
    entry: 'get',
    on: { ITEM: { actions: ['add', 'get'] } },
  });
}

/** A buffer of one slot, a writer of three items and two readers. */
export function boundedBuffer(): Subject {
  return team({ buffer, writer, r1: reader('r1'), r2: reader('r2') });
}
