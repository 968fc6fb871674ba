/**
 * Systems that are drawn at random: a troupe of players, each with a table of what it does on which cue.
 *
 * A cue has a strength, and what a player does on it has less, so that every play comes to its end. A plan is
 * plain data; `troupe-oracle.ts` knows what has to come of it.
 */
import * as fc from 'fast-check';
import {
  type AnyActorRef,
  type AnyStateMachine,
  assign,
  enqueueActions,
  raise,
  sendParent,
  setup,
  spawnChild,
} from 'xstate';

/** One thing that a player does on a cue; `to` stands for one of the troupe. */
export type Deed =
  | { readonly do: 'send'; readonly to: number; readonly cue: number }
  | {
      readonly do: 'send-later';
      readonly to: number;
      readonly cue: number;
      readonly delay: number;
      readonly timer: string;
    }
  | { readonly do: 'set'; readonly cue: number; readonly delay: number; readonly timer: string }
  | { readonly do: 'cancel'; readonly timer: string }
  | { readonly do: 'report'; readonly cue: number }
  | { readonly do: 'finish' }
  | { readonly do: 'hire' }
  | { readonly do: 'dismiss' }
  | { readonly do: 'tell'; readonly cue: number };

/** What a player does on each cue. */
export type Part = readonly (readonly Deed[])[];

export interface Role {
  readonly part: Part;
  /** What the pupil does whom this player may hire: one at a time, each in the place of the one before. */
  readonly pupil: Part;
}

export interface Plan {
  readonly roles: readonly Role[];
  readonly opening: readonly { readonly to: number; readonly cue: number; readonly strength: number }[];
}

interface Cue {
  readonly type: 'CUE';
  readonly cue: number;
  readonly strength: number;
}

interface PlayerContext extends Role {
  readonly players: readonly AnyActorRef[];
}

/** @public */
export const player: AnyStateMachine = setup({
  types: {
    context: {} as PlayerContext,
    input: {} as Role & Pick<PlayerContext, 'players'>,
    events: {} as Cue | { readonly type: 'MEET'; readonly players: readonly AnyActorRef[] },
  },
  actions: {
    play: enqueueActions(({ enqueue, self }, { role, cue: number, strength: full }: Playing) => {
      const { children } = self.getSnapshot() as { children: Record<string, AnyActorRef | undefined> };
      const { part, pupil, players } = role;
      const strength = full - 1;
      for (const deed of deedsOn(part, number)) {
        const cue: Cue = { type: 'CUE', cue: 'cue' in deed ? deed.cue : 0, strength };
        const target = 'to' in deed ? players[deed.to % players.length] : undefined;
        if (deed.do === 'cancel') {
          enqueue.cancel(deed.timer);
        } else if (deed.do === 'hire' || deed.do === 'dismiss') {
          enqueue.stopChild('pupil');
          if (deed.do === 'hire') {
            const input = { part: pupil, pupil: [], players };
            // No type can say that a machine's child is such a machine; hence an id of no type.
            enqueue(spawnChild(player, { id: 'pupil' as never, input }));
          }
        } else if (strength === 0) {
          continue;
        } else if (deed.do === 'send') {
          enqueue.sendTo(target!, cue);
        } else if (deed.do === 'send-later') {
          enqueue.sendTo(target!, cue, { delay: deed.delay, id: deed.timer });
        } else if (deed.do === 'set') {
          enqueue(raise(cue, { delay: deed.delay, id: deed.timer }));
        } else if (deed.do === 'report') {
          enqueue(sendParent(cue));
        } else if (deed.do === 'tell' && children['pupil'] !== undefined) {
          enqueue.sendTo(children['pupil'], cue);
        }
      }
    }),
  },
}).createMachine({
  id: 'player',
  context: ({ input }) => input,
  initial: 'on',
  states: {
    on: {
      on: {
        MEET: { actions: assign({ players: ({ event }) => event.players }) },
        CUE: [
          {
            guard: ({ context, event }) => deedsOn(context.part, event.cue).some(isFinish),
            target: 'off',
            actions: { type: 'play', params: playing },
          },
          { actions: { type: 'play', params: playing } },
        ],
      },
    },
    off: { type: 'final' },
  },
});

interface Playing {
  readonly role: PlayerContext;
  readonly cue: number;
  readonly strength: number;
}

function playing({ context, event }: { readonly context: PlayerContext; readonly event: Cue }): Playing {
  return { role: context, cue: event.cue, strength: event.strength };
}

function isFinish(one: Deed): boolean {
  return one.do === 'finish';
}

export function deedsOn(part: Part, cue: number): readonly Deed[] {
  return part[cue] ?? [];
}

/** The root: brings its players together at the time 0, and gives the opening cues. */
export const troupe = setup({
  types: { context: {} as Plan, input: {} as Plan },
  actors: { player },
}).createMachine({
  id: 'troupe',
  context: ({ input }) => input,
  entry: enqueueActions(({ context, enqueue }) => {
    for (const [index, { part, pupil }] of context.roles.entries()) {
      enqueue.spawnChild('player', { id: `p${index}`, input: { part, pupil, players: [] } });
    }
  }),
  initial: 'gathering',
  states: {
    gathering: { after: { 0: 'playing' } },
    playing: {
      entry: enqueueActions(({ context, enqueue, self }) => {
        const players = context.roles.map((_, index) => childOf(self, `p${index}`));
        for (const ref of players) {
          enqueue.sendTo(ref, { type: 'MEET', players });
        }
        for (const { to, cue, strength } of context.opening) {
          enqueue.sendTo(players[to % players.length]!, { type: 'CUE', cue, strength });
        }
      }),
    },
  },
});

let fate: Int32Array = new Int32Array(1);
let isMortal = false;

/**
 * The troupe, for threads that are to be lost: `args` are shared numbers, of which the first counts the steps that the
 * players have begun, and each other, unless it is 0, is one with which the thread that takes it comes to its end.
 *
 * @public
 */
export function mortalTroupe(args: Int32Array): typeof troupe {
  fate = args;
  if (!isMortal) {
    isMortal = true;
    const transition = player.transition.bind(player);
    player.transition = (...step) => {
      const next = transition(...step);
      const count = Atomics.add(fate, 0, 1) + 1;
      if (fate.indexOf(count, 1) > 0) {
        process.exit(7);
      }
      return next;
    };
  }
  return troupe;
}

function childOf(parent: AnyActorRef, id: string): AnyActorRef {
  return (parent.getSnapshot() as { children: Record<string, AnyActorRef> }).children[id]!;
}

const cue = fc.integer({ min: 0, max: 2 });
const to = fc.integer({ min: 0, max: 3 });
const delay = fc.integer({ min: 0, max: 4 });
const timer = fc.constantFrom('s', 't');

const commonDeed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), to, cue }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('send-later' as const), to, cue, delay, timer }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('set' as const), cue, delay, timer }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), timer }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('report' as const), cue }) },
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 12, arbitrary: commonDeed },
  { weight: 6, arbitrary: fc.constant({ do: 'hire' } as const) },
  { weight: 2, arbitrary: fc.constant({ do: 'dismiss' } as const) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('tell' as const), cue }) },
);

/** On each cue up to three deeds, and on one of them, with some probability, the end. */
function partOf(deeds: fc.Arbitrary<Deed>, finishing: number): fc.Arbitrary<Part> {
  const some = fc.array(deeds, { minLength: 1, maxLength: 3, size: 'max' });
  const last = fc.oneof(
    { weight: 100 - finishing, arbitrary: some },
    { weight: finishing, arbitrary: some.map((before) => [...before.slice(1), { do: 'finish' } as const]) },
  );
  return fc.tuple(some, some, last);
}

/** Any plan of a troupe; a play by it has tens of steps, seldom hundreds. */
export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  roles: fc.array(fc.record({ part: partOf(deed, 15), pupil: partOf(commonDeed, 60) }), {
    minLength: 2,
    maxLength: 4,
    size: 'max',
  }),
  opening: fc.array(fc.record({ to, cue, strength: fc.integer({ min: 2, max: 5 }) }), {
    minLength: 2,
    maxLength: 5,
    size: 'max',
  }),
});
