/** A system whose actors do what only hosting on threads makes difficult, each at the word of the test. */
import {
  type AnyActorRef,
  assign,
  cancel,
  emit,
  fromCallback,
  fromPromise,
  raise,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate';

/** What a smith can be told to do. */
export type Order =
  | { readonly type: 'SEND_FUNCTION' }
  | { readonly type: 'SEND_INSTANCE' }
  | { readonly type: 'SAY'; readonly to: AnyActorRef }
  | { readonly type: 'SHOUT' }
  | { readonly type: 'SHOW_LOGIC' }
  | { readonly type: 'SHOW_WHAT_WAITS' }
  | { readonly type: 'THROW' }
  | { readonly type: 'FINISH' }
  | { readonly type: 'MISCHIEF'; readonly how: keyof typeof mischief }
  | { readonly type: 'MISCHIEF_ONCE'; readonly done: Int32Array }
  | { readonly type: 'TAKE_UP_HAMMER' }
  | { readonly type: 'HEARD'; readonly from: AnyActorRef | undefined; readonly more?: unknown }
  | { readonly type: 'TAKE_APPRENTICE' }
  | { readonly type: 'LEAVE_APPRENTICE' };

class Hammer {
  readonly weight = 3;
}

/** What takes down the thread on which it is done. */
const mischief = {
  exit: () => process.exit(3),
  throwOutside: () => {
    setImmediate(() => {
      throw new Error('nobody catches this');
    });
  },
  neverReturn: () => {
    for (;;);
  },
  neverReturnLater: () => {
    setImmediate(() => {
      for (;;);
    });
  },
  useAllMemory: () => {
    const all: number[][] = [];
    for (;;) all.push(Array.from({ length: 100_000 }, (_, n) => n));
  },
};

const apprentice = setup({}).createMachine({ id: 'apprentice', entry: sendParent({ type: 'HIRED' }) });
const errand = fromPromise(({ input }: { input: number }) => Promise.resolve(input + 1));
const bell = fromCallback(({ sendBack }) => {
  void Promise.resolve().then(() => sendBack({ type: 'RANG' }));
});

const other = ({ system }: { system: { get(id: string): unknown } }) => system.get('other') as AnyActorRef;

const smith = setup({
  types: {
    context: {} as { heard: string[]; boss: AnyActorRef | undefined },
    events: {} as Order,
    input: {} as { boss: AnyActorRef },
  },
  actors: { apprentice, errand, bell },
}).createMachine({
  id: 'smith',
  context: ({ input }) => ({ heard: [], boss: input.boss }),
  initial: 'working',
  states: {
    working: {
      tags: 'busy',
      on: {
        SEND_FUNCTION: {
          actions: sendTo(other, { type: 'HEARD', more: { deep: [0, () => 'function'] } }),
        },
        SEND_INSTANCE: { actions: sendTo(other, { type: 'HEARD', more: new Hammer() }) },
        SAY: {
          actions: sendTo(
            ({ event }) => event.to,
            ({ self }) => ({ type: 'HEARD', from: self }),
          ),
        },
        HEARD: {
          actions: assign({
            heard: ({ context, event, system }) => [
              ...context.heard,
              `${event.from?.id} ${event.from === system.get(String(event.from?.id))}`,
            ],
          }),
        },
        SHOUT: { actions: emit({ type: 'shouted' }) },
        SHOW_LOGIC: {
          actions: emit(({ self }) => {
            const { logic, getSnapshot } = self as AnyActorRef & { readonly logic: unknown };
            return {
              type: 'runs',
              itsOwn: logic === (getSnapshot.call(self) as { machine: unknown }).machine,
            };
          }),
        },
        SHOW_WHAT_WAITS: {
          actions: emit(() => ({ type: 'waits', for: process.getActiveResourcesInfo() })),
        },
        THROW: {
          actions: () => {
            throw new RangeError('the anvil is hot');
          },
        },
        TAKE_APPRENTICE: { actions: spawnChild('apprentice', { id: 'apprentice' }) },
        LEAVE_APPRENTICE: { actions: stopChild('apprentice') },
        MISCHIEF: { actions: ({ event }) => mischief[event.how]() },
        MISCHIEF_ONCE: {
          actions: ({ event }) => {
            if (Atomics.add(event.done, 0, 1) === 0) {
              mischief.exit();
            }
          },
        },
        TAKE_UP_HAMMER: { actions: assign({ heard: () => [new Hammer() as never] }) },
        FINISH: 'finished',
      },
      invoke: [{ src: 'errand', input: 41, onDone: { actions: sendParent({ type: 'ERRAND_DONE' }) } }],
    },
    finished: { type: 'final' },
  },
  output: ({ context }) => context.heard.length,
});

const notes = (what: string) =>
  assign({ notes: ({ context }: { context: { notes: string[] } }) => [...context.notes, what] }) as never;

export const guild = setup({
  types: { context: {} as { notes: string[] } },
  actors: { smith },
}).createMachine({
  id: 'guild',
  context: { notes: [] },
  // Keeps a run going for an hour, or until the first smith has failed.
  on: { KEEP_OPEN: { actions: raise({ type: 'CLOSE' }, { delay: 3_600_000, id: 'closing' }) } },
  invoke: [
    {
      id: 'one',
      systemId: 'one',
      src: 'smith',
      input: ({ self }) => ({ boss: self }),
      onDone: { actions: notes('one is done') },
      onError: { actions: [notes('one failed'), cancel('closing')] },
      onSnapshot: {},
    },
    {
      id: 'other',
      systemId: 'other',
      // Inline, and so found by its place.
      src: smith as never,
      input: ({ self }) => ({ boss: self }),
      onError: { actions: notes('other failed') },
    },
  ],
});

/** Takes down its thread as it is created there. */
const trap = setup({}).createMachine({ context: () => mischief.exit() });
const prey = setup({}).createMachine({});

/** Has an actor created on a thread which is lost before the actor is started, and another on the one in its place. */
export const trapped = setup({
  types: { context: {} as { notes: string[] } },
  actors: { prey, trap },
}).createMachine({
  id: 'trapped',
  context: { notes: [] },
  invoke: [
    { id: 'one', src: 'prey', onError: { actions: notes('one failed') } },
    { id: 'other', src: 'trap', onError: { actions: notes('other failed') } },
    { id: 'third', src: 'prey', onError: { actions: notes('third failed') } },
  ],
});

/** What a module may export under a name by which threads look for logic, and is none. @public */
export const hello = { world: true };
/** @public */
export const makeNothing = (): undefined => undefined;
/** @public */
export const trip = (over: string): never => {
  throw new RangeError(`tripped over ${over}`);
};
