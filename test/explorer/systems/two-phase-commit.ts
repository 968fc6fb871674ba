import { assign, enqueueActions, sendTo, setup } from 'xstate';
import type { Invariant } from '../../../src/explorer/properties/invariant.js';
import type { Subject } from '../../../src/explorer/subject.js';
import { team } from './team.js';

const PARTICIPANTS = ['p1', 'p2', 'p3'];

type CoordinatorEvent = { readonly type: 'YES' } | { readonly type: 'NO' };

/** Asks all, and commits when all have said yes; one no is enough to abort. */
const coordinator = setup({
  types: { context: {} as { readonly yes: number }, events: {} as CoordinatorEvent },
  actions: {
    tellAll: enqueueActions(({ enqueue, system }, { type }: { type: string }) => {
      for (const name of PARTICIPANTS) {
        enqueue.sendTo(system.get(name), { type });
      }
    }),
    countYes: assign({ yes: ({ context }) => context.yes + 1 }),
  },
  guards: { isLast: ({ context }) => context.yes === PARTICIPANTS.length - 1 },
}).createMachine({
  context: { yes: 0 },
  initial: 'asking',
  states: {
    asking: {
      entry: { type: 'tellAll', params: { type: 'PREPARE' } },
      on: {
        YES: [{ guard: 'isLast', target: 'committed', actions: 'countYes' }, { actions: 'countYes' }],
        NO: 'aborted',
      },
    },
    committed: { entry: { type: 'tellAll', params: { type: 'COMMIT' } } },
    aborted: { entry: { type: 'tellAll', params: { type: 'ABORT' } }, on: { YES: {}, NO: {} } },
  },
});

/** Votes yes, unless it lost patience before it was asked. */
const participant = setup({
  actions: {
    grow: sendTo(({ self }) => self, { type: 'IMPATIENT' }),
    voteYes: sendTo(({ system }) => system.get('coordinator'), { type: 'YES' }),
    voteNo: sendTo(({ system }) => system.get('coordinator'), { type: 'NO' }),
  },
}).createMachine({
  entry: 'grow',
  initial: 'willing',
  states: {
    willing: { on: { IMPATIENT: 'unwilling', PREPARE: { target: 'prepared', actions: 'voteYes' } } },
    unwilling: { on: { PREPARE: { target: 'aborted', actions: 'voteNo' } } },
    prepared: { on: { IMPATIENT: {}, COMMIT: 'committed', ABORT: 'aborted' } },
    committed: { on: { IMPATIENT: {} } },
    aborted: { on: { IMPATIENT: {}, ABORT: {} } },
  },
});

/** A coordinator and three participants. */
export function twoPhaseCommit(): Subject {
  return team({ p1: participant, p2: participant, p3: participant, coordinator });
}

/** Nobody commits what another aborts. */
export const allDecideAlike: Invariant = {
  name: 'all decide alike',
  holds: (system) => {
    const decided = new Set(PARTICIPANTS.map((name) => system.value(name)));
    return !(decided.has('committed') && decided.has('aborted'));
  },
};
