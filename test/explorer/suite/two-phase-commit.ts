import { assign, enqueueActions, sendTo, setup } from 'xstate';
import type { SubjectFactory } from '../../../src/explorer/subject.js';
import type { SuiteCase } from './suite-case.js';

const PARTICIPANTS = ['alice', 'bob', 'carol'];

/** A participant says yes or no, and does what is decided; who says no has aborted by that. */
const participant = setup({
  types: {
    context: {} as { readonly vote: 'yes' | 'no' },
    input: {} as 'yes' | 'no',
    events: {} as { readonly type: 'prepare' | 'commit' | 'abort' },
  },
  actions: {
    sayYes: sendTo(({ system }) => system.get('coordinator'), { type: 'yes' }),
    sayNo: sendTo(({ system }) => system.get('coordinator'), { type: 'no' }),
  },
  guards: { isWilling: ({ context }) => context.vote === 'yes' },
}).createMachine({
  id: 'participant',
  context: ({ input }) => ({ vote: input }),
  initial: 'working',
  states: {
    working: {
      on: {
        prepare: [
          { guard: 'isWilling', target: 'prepared', actions: 'sayYes' },
          { target: 'aborted', actions: 'sayNo' },
        ],
        abort: 'aborted',
      },
    },
    prepared: { on: { commit: 'committed', abort: 'aborted' } },
    committed: {},
    aborted: {},
  },
});

/** The coordinator asks all, and commits once it has counted so many votes. */
const coordinator = setup({
  types: {
    context: {} as { readonly needed: number; readonly counted: number },
    input: {} as { readonly needed: number },
    events: {} as { readonly type: 'yes' | 'no' },
  },
  actions: {
    tellAll: enqueueActions(({ enqueue, system }, { what }: { what: string }) => {
      for (const name of PARTICIPANTS) {
        enqueue.sendTo(system.get(name), { type: what });
      }
    }),
    countTheVote: assign({ counted: ({ context }) => context.counted + 1 }),
  },
  guards: { theseAreEnough: ({ context }) => context.counted + 1 === context.needed },
}).createMachine({
  id: 'coordinator',
  context: ({ input }) => ({ ...input, counted: 0 }),
  initial: 'voting',
  states: {
    voting: {
      entry: { type: 'tellAll', params: { what: 'prepare' } },
      on: {
        yes: [{ guard: 'theseAreEnough', target: 'committed' }, { actions: 'countTheVote' }],
        no: 'aborted',
      },
    },
    committed: { entry: { type: 'tellAll', params: { what: 'commit' } } },
    aborted: { entry: { type: 'tellAll', params: { what: 'abort' } } },
  },
});

/** Two-phase commit with three participants, one of whom is against: the coordinator counts one vote too few. */
export const twoPhaseCommit: SuiteCase = {
  name: 'two_phase_commit',
  buggy: commitAfter(PARTICIPANTS.length - 1),
  correct: commitAfter(PARTICIPANTS.length),
  shortest: 6,
  options: {
    invariants: [
      {
        name: 'nobody commits what another has aborted',
        looksAt: PARTICIPANTS.map((name) => name),
        holds: (system) => {
          const states = PARTICIPANTS.map((name) => system.value(name));
          return !(states.includes('committed') && states.includes('aborted'));
        },
      },
    ],
  },
};

function commitAfter(needed: number): SubjectFactory {
  const machine = setup({ actors: { coordinator, participant } }).createMachine({
    id: 'transaction',
    invoke: [
      ...PARTICIPANTS.map((name) => ({
        src: 'participant' as const,
        id: name,
        systemId: name,
        input: name === 'carol' ? ('no' as const) : ('yes' as const),
      })),
      { src: 'coordinator' as const, id: 'coordinator', systemId: 'coordinator', input: { needed } },
    ],
  });
  return () => ({ machine });
}
