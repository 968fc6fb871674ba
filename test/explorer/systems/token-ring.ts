import { assign, sendTo, setup } from 'xstate';
import type { Invariant } from '../../../src/explorer/properties/invariant.js';
import type { Subject } from '../../../src/explorer/subject.js';
import { team } from './team.js';

const NODES = ['n0', 'n1', 'n2'];

type NodeEvent =
  | { readonly type: 'WANT' }
  | { readonly type: 'LEAVE' }
  | { readonly type: 'TOKEN'; readonly left: number };

/** Uses the token if it wants to, and passes it on as long as it may go round. */
function node(next: string) {
  return setup({
    types: {
      context: {} as { readonly wants: boolean; readonly left: number },
      events: {} as NodeEvent,
    },
    actions: {
      want: assign({ wants: true }),
      keep: assign({ wants: false, left: ({ event }) => (event.type === 'TOKEN' ? event.left : 0) }),
      getReadyToLeave: sendTo(({ self }) => self, { type: 'LEAVE' }),
      pass: sendTo(
        ({ system }) => system.get(next),
        ({ event, context }) => ({
          type: 'TOKEN',
          left: (event.type === 'TOKEN' ? event.left : context.left) - 1,
        }),
      ),
    },
    guards: {
      wants: ({ context }) => context.wants,
      mayGoOn: ({ context, event }) => (event.type === 'TOKEN' ? event.left : context.left) > 0,
    },
  }).createMachine({
    context: { wants: false, left: 0 },
    initial: 'outside',
    on: { WANT: { actions: 'want' } },
    states: {
      outside: {
        on: {
          TOKEN: [
            { guard: 'wants', target: 'inside', actions: ['keep', 'getReadyToLeave'] },
            { guard: 'mayGoOn', actions: 'pass' },
          ],
        },
      },
      inside: {
        on: { LEAVE: [{ guard: 'mayGoOn', target: 'outside', actions: 'pass' }, { target: 'outside' }] },
      },
    },
  });
}

function client(name: string, event: NodeEvent) {
  return setup({
    actions: { ask: sendTo(({ system }) => system.get(name), event) },
  }).createMachine({ entry: 'ask' });
}

/** Three nodes in a ring, each asked once for the token, which takes five hops. */
export function tokenRing(): Subject {
  return team({
    ...Object.fromEntries(NODES.map((name, i) => [name, node(NODES[(i + 1) % NODES.length] ?? '')])),
    ...Object.fromEntries(NODES.map((name, i) => [`c${i}`, client(name, { type: 'WANT' })])),
    starter: client('n0', { type: 'TOKEN', left: 5 }),
  });
}

/** At most one node is inside. */
export const oneAtATime: Invariant = {
  name: 'one at a time',
  holds: (system) => NODES.filter((name) => system.value(name) === 'inside').length <= 1,
};
