/**
 * Systems that are drawn at random, of people who look at each other, name, hire and dismiss each other, throw, wait
 * and finish: what the troupe leaves out. A plan is plain data.
 *
 * What they do has less strength each time, so that every story comes to its end.
 */
import * as fc from 'fast-check';
import {
  type AnyActorRef,
  type AnyStateMachine,
  assign,
  emit,
  enqueueActions,
  fromPromise,
  fromTransition,
  log,
  sendParent,
  setup,
} from 'xstate';

export type Deed =
  /** Notes who has a name, and tells that one. */
  | { readonly do: 'tell'; readonly name: number; readonly call: number }
  /** Notes in which state somebody is. */
  | { readonly do: 'look'; readonly name: number }
  | { readonly do: 'count' }
  /** Takes an apprentice of a name, unless there is somebody who has it; `blindly` does not look. */
  | { readonly do: 'hire'; readonly name: number; readonly blindly: boolean; readonly call: number }
  | { readonly do: 'dismiss'; readonly name: number }
  | { readonly do: 'report'; readonly call: number }
  | { readonly do: 'answer'; readonly call: number }
  | { readonly do: 'later'; readonly name: number; readonly call: number; readonly delay: number }
  | { readonly do: 'shout' }
  | { readonly do: 'dream' }
  | { readonly do: 'reckon' }
  | { readonly do: 'fail' }
  | { readonly do: 'finish' };

/** What a person does on each call. */
export type Habits = readonly (readonly Deed[])[];

export interface VillagePlan {
  readonly people: readonly Habits[];
  readonly apprentices: Habits;
  readonly opening: readonly { readonly to: number; readonly call: number; readonly strength: number }[];
}

interface Call {
  readonly type: 'CALL';
  readonly call: number;
  readonly strength: number;
  readonly from?: AnyActorRef;
  readonly luggage?: ReadonlyMap<string, unknown>;
}

interface PersonContext {
  readonly habits: Habits;
  readonly apprentices: Habits;
  readonly notes: readonly unknown[];
  readonly friends: readonly AnyActorRef[];
  readonly state: { readonly deep: { count: number } };
  readonly trick: () => number;
}

const reckoner = fromTransition(
  (total: number, { by }: { readonly type: 'ADD'; readonly by: number }) => total + by,
  0,
);
const dream = fromPromise(({ input }: { input: number }) => Promise.resolve(input * 2));

/** Any of the events of XState's own by which a child reports, and a call. */
interface Heard {
  readonly type: string;
  readonly call?: number;
  readonly luggage?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
  readonly snapshot?: { readonly context?: unknown };
}

function noted(what: (event: Heard) => unknown) {
  return assign(({ context, event }: { context: { notes: readonly unknown[] }; event: Heard }) => ({
    notes: [...context.notes, what(event)],
  })) as never;
}

/** What is heard of children; the types of a machine know no such events. */
const reports: object = {
  'xstate.done.actor.*': { actions: noted(({ type, output }) => ['done', type, output]) },
  'xstate.error.actor.*': { actions: noted(({ error }) => ['failed', String(error)]) },
  'xstate.snapshot.*': { actions: noted(({ snapshot }) => ['seen', snapshot?.context]) },
};

const person: AnyStateMachine = setup({
  types: {
    context: {} as PersonContext,
    input: {} as Pick<PersonContext, 'habits' | 'apprentices'>,
    events: {} as Call | { readonly type: 'STEP' },
  },
  actors: { reckoner, dream },
}).createMachine({
  id: 'person',
  context: ({ input }) => ({
    ...input,
    notes: [],
    friends: [],
    state: { deep: { count: 0 } },
    trick: () => 1,
  }),
  initial: 'up',
  entry: emit({ type: 'born' }),
  on: reports,
  states: {
    up: {
      on: {
        CALL: [
          { guard: ({ context, event }) => does(context, event, 'finish'), target: 'off', actions: act() },
          { guard: ({ event }) => event.call === 1, target: 'busy', actions: act() },
          { actions: act() },
        ],
      },
    },
    busy: { after: { 3: 'up' }, on: { CALL: { target: 'up', actions: act() } } },
    off: { type: 'final' },
  },
  output: ({ context }) => ({ notes: context.notes.length, when: new Date(context.notes.length) }),
});

function does({ habits }: PersonContext, { call }: Call, what: Deed['do']): boolean {
  return (habits[call] ?? []).some((deed) => deed.do === what);
}

function act() {
  return enqueueActions(({ context: raw, event, enqueue, system, self }) => {
    const context = raw as unknown as PersonContext;
    const { call: number, strength: full, from } = event as unknown as Call;
    const strength = full - 1;
    const notes: unknown[] = [...context.notes];
    const refOf = (name: number) => system.get(`n${name}`) as AnyActorRef | undefined;
    const call = (to: number): Call => ({
      type: 'CALL',
      call: to,
      strength,
      from: self as AnyActorRef,
      luggage: new Map<string, unknown>([
        ['who', self],
        ['notes', new Set([notes.length])],
      ]),
    });
    for (const deed of context.habits[number] ?? []) {
      switch (deed.do) {
        case 'tell': {
          const ref = refOf(deed.name);
          notes.push(ref?.id ?? 'nobody');
          if (ref !== undefined && strength > 0) enqueue.sendTo(ref, call(deed.call));
          break;
        }
        case 'look': {
          const ref = refOf(deed.name);
          const snapshot = ref === self ? undefined : ref?.getSnapshot();
          notes.push([snapshot?.status, snapshot?.value, snapshot?.context?.notes?.length]);
          break;
        }
        case 'count':
          notes.push(Object.keys(system.getAll()).toSorted());
          break;
        case 'hire':
          if (deed.blindly || refOf(deed.name) === undefined) {
            const systemId = `n${deed.name}`;
            const input = { habits: context.apprentices, apprentices: [] };
            enqueue.stopChild(systemId);
            enqueue.spawnChild(person, {
              id: systemId,
              systemId,
              input,
              syncSnapshot: deed.call === 2,
            });
            if (strength > 0) enqueue.sendTo(systemId, call(deed.call));
          }
          break;
        case 'dismiss':
          enqueue.stopChild(`n${deed.name}`);
          break;
        case 'report':
          if (strength > 0) enqueue(sendParent(call(deed.call)));
          break;
        case 'answer':
          if (strength > 0 && from !== undefined) {
            notes.push(from === self, context.friends.includes(from));
            enqueue.sendTo(from, call(deed.call));
          }
          break;
        case 'later': {
          const ref = refOf(deed.name);
          if (ref !== undefined && strength > 0) {
            enqueue.sendTo(ref, call(deed.call), { delay: deed.delay });
          }
          break;
        }
        case 'shout':
          enqueue(emit(() => ({ type: 'shout', from: self })));
          enqueue(log(({ context: now }) => (now as unknown as PersonContext).notes.length));
          break;
        case 'dream':
          enqueue.spawnChild('dream', { input: notes.length });
          break;
        case 'reckon':
          enqueue.spawnChild('reckoner', { id: 'reckoner', syncSnapshot: true });
          enqueue.sendTo('reckoner', { type: 'ADD', by: notes.length });
          enqueue.stopChild('reckoner');
          break;
        case 'fail':
          enqueue(() => {
            throw Object.assign(new RangeError(`call ${number}`), { notes: notes.length });
          });
          break;
        case 'finish':
          break;
      }
    }
    const friends = from === undefined ? context.friends : [...context.friends, from].slice(-3);
    enqueue.assign({ notes: notes.slice(-12), friends });
  }) as never;
}

/** The root: one person a name, `n0` and on; on a call from one of them it hires or dismisses itself. */
export const village = setup({
  types: { context: {} as { plan: VillagePlan; notes: unknown[] }, input: {} as VillagePlan },
  actors: { person },
}).createMachine({
  id: 'village',
  context: ({ input }) => ({ plan: input, notes: [] }),
  entry: enqueueActions(({ context, enqueue }) => {
    const { people, apprentices, opening } = context.plan;
    for (const [index, habits] of people.entries()) {
      const id = `n${index}`;
      enqueue.spawnChild('person', { id, systemId: id, input: { habits, apprentices } });
    }
    for (const { to, call, strength } of opening) {
      enqueue.sendTo(`n${to % people.length}`, { type: 'CALL', call, strength });
    }
  }),
  on: {
    ...reports,
    CALL: {
      actions: [
        noted(({ call, luggage }) => ['called', call, luggage]),
        enqueueActions(({ context, event, enqueue, system }) => {
          const { call } = event as unknown as Call;
          const { people, apprentices } = context.plan;
          const id = `n${call % people.length}`;
          if (call === 0) {
            enqueue.stopChild(id);
          } else if (system.get(id) === undefined) {
            enqueue.spawnChild('person', {
              id,
              systemId: id,
              input: { habits: people[call % people.length]!, apprentices },
            });
          }
        }),
      ],
    },
  },
});

const name = fc.integer({ min: 0, max: 6 });
const call = fc.integer({ min: 0, max: 2 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('tell' as const), name, call }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('look' as const), name }) },
  { weight: 1, arbitrary: fc.constant({ do: 'count' } as const) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('hire' as const),
      name,
      blindly: fc.nat(5).map((n) => n === 0),
      call,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('dismiss' as const), name }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('report' as const), call }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), call }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('later' as const),
      name,
      call,
      delay: fc.integer({ min: 0, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'shout' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'dream' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'reckon' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'fail' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'finish' } as const) },
);
const habits = fc.tuple(
  ...[0, 1, 2].map(() => fc.array(deed, { minLength: 1, maxLength: 4, size: 'max' })),
) as fc.Arbitrary<Habits>;

/** Any plan of a village; its story has tens of steps, seldom hundreds. */
export const anyVillage: fc.Arbitrary<VillagePlan> = fc.record({
  people: fc.array(habits, { minLength: 2, maxLength: 5, size: 'max' }),
  apprentices: habits,
  opening: fc.array(fc.record({ to: fc.nat(4), call, strength: fc.integer({ min: 2, max: 4 }) }), {
    minLength: 2,
    maxLength: 5,
    size: 'max',
  }),
});
