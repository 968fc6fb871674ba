import {
  assign,
  createMachine,
  emit,
  fromCallback,
  fromObservable,
  fromPromise,
  fromTransition,
  sendParent,
} from 'xstate';
import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import type { Journal } from './journal.js';

/** What makes of a machine another logic that is to mean the same. */
export type Compiler = (machine: AnyStateMachine) => AnyStateMachine;

/** The logics of children, by the names under which machines know them; `nobody` is missing. */
export function childLogics(journal: Journal, compiler: Compiler): Record<string, AnyActorLogic | undefined> {
  return {
    pupil: compiler(pupil(journal)),
    atOnce: compiler(createMachine({ initial: 'z', states: { z: { type: 'final' } }, output: 'at once' })),
    broken: compiler(
      createMachine({
        context: () => {
          throw new Error('broken from the start');
        },
      }),
    ),
    callback: fromCallback(({ sendBack, receive, input }) => {
      journal.called('callback starts', input);
      receive((event) => {
        journal.called('callback hears', event);
        if (event.type === 'ask') {
          sendBack({ type: 'other', from: 'callback' });
        }
      });
      return () => journal.note('callback ends');
    }),
    reducer: fromTransition(
      (count: number, event) => {
        journal.called('reducer', count, event);
        if (event.type === 'fail') {
          throw new Error('reducer failed');
        }
        return count + 1;
      },
      ({ input }) => (typeof input === 'number' ? input : 0),
    ),
    observable: fromObservable((() => ({
      subscribe: (observer: { next?: (value: number) => void; complete?: () => void }) => {
        observer.next?.(1);
        observer.complete?.();
        return { unsubscribe: () => undefined };
      },
    })) as never),
    promise: fromPromise(({ input }: { input: unknown }) => {
      journal.called('promise starts', input);
      return input === 5 ? Promise.reject(new Error('no promise')) : Promise.resolve('kept');
    }),
  };
}

interface Pupil {
  readonly count: number;
}

function pupil(journal: Journal): AnyStateMachine {
  return createMachine({
    id: 'pupil',
    context: ({ input }: { input: unknown }) => ({ input, count: 0 }),
    initial: 'at',
    entry: () => journal.called('pupil comes'),
    exit: () => journal.called('pupil goes'),
    on: {
      work: {
        actions: [assign({ count: ({ context }) => (context as Pupil).count + 1 }), emit({ type: 'worked' })],
      },
      ask: { actions: sendParent(({ context }) => ({ type: 'a.b', amount: (context as Pupil).count })) },
      fail: {
        actions: () => {
          throw new Error('pupil failed');
        },
      },
    },
    states: {
      at: { on: { finish: 'through', next: '.' }, after: { 20: 'through' } },
      through: { type: 'final', output: 'through' },
    },
    output: ({ context }: { context: Pupil }) => ({ count: context.count }),
  } as never);
}
