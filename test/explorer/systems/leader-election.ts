import { assign, enqueueActions, sendTo, setup } from 'xstate';
import type { Subject } from '../../../src/explorer/subject.js';
import { team } from './team.js';

type NodeEvent = { readonly type: 'START' } | { readonly type: 'ELECT' | 'LEADER'; readonly id: number };

/** A node of the ring of E. Chang and R. Roberts (1979): it passes on what is greater than itself. */
function node(id: number, next: string) {
  return setup({
    types: { context: {} as { readonly leader: number }, events: {} as NodeEvent },
    actions: {
      stand: sendTo(
        ({ system }) => system.get(next),
        () => ({ type: 'ELECT', id }),
      ),
      passOn: sendTo(
        ({ system }) => system.get(next),
        ({ event }) => event,
      ),
      proclaim: sendTo(
        ({ system }) => system.get(next),
        () => ({ type: 'LEADER', id }),
      ),
      follow: assign({ leader: ({ event }) => idIn(event) }),
    },
    guards: {
      isGreater: ({ event }) => idIn(event) > id,
      isMine: ({ event }) => idIn(event) === id,
    },
  }).createMachine({
    context: { leader: 0 },
    on: {
      START: { actions: 'stand' },
      ELECT: [
        { guard: 'isGreater', actions: 'passOn' },
        { guard: 'isMine', actions: 'proclaim' },
      ],
      LEADER: [{ guard: 'isMine', actions: 'follow' }, { actions: ['follow', 'passOn'] }],
    },
  });
}

function idIn(event: NodeEvent): number {
  return event.type === 'START' ? 0 : event.id;
}

function starterOf(names: readonly string[]) {
  return setup({
    actions: {
      startAll: enqueueActions(({ enqueue, system }) => {
        for (const name of names) {
          enqueue.sendTo(system.get(name), { type: 'START' });
        }
      }),
    },
  }).createMachine({ entry: 'startAll' });
}

/** Nodes with these ids, each sending to the next and the last to the first. */
export function leaderElection(ids: readonly number[]): Subject {
  const names = ids.map((_, i) => `n${i}`);
  const nodes = ids.map((id, i) => [`n${i}`, node(id, names[(i + 1) % names.length] ?? '')]);
  return team({ ...Object.fromEntries(nodes), starter: starterOf(names) });
}
